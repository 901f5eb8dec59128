from tests.isolation.child import run


def test_memory_and_files_stay_with_the_process() -> None:
    program = """
        import os, resource, subprocess, sys
        resource.setrlimit(resource.RLIMIT_CORE, (4096, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        from models.isolation.hardening import harden
        assert os.stat(f"/proc/{os.getpid()}").st_uid == os.getuid()
        result = harden()
        assert result.no_core_dump and result.not_traceable, result
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
        assert "Umask:\\t0077" in open("/proc/self/status").read()
        assert subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True).stdout == b"1\\n"
        print("hard")
    """
    assert run(program) == "hard"
