"""Whether this machine is isolated: three walls (import guard, socket filter, machine gate) and what goes with them.

Knows nobody: findings are codes and values, worded in `models/services/isolation_words.py`. Nothing happens on import;
`app.main()` installs the walls first thing.
"""
