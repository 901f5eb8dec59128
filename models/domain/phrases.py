"""Phrases that the program makes: six words of two syllables each, easy to type and to say (K-4).

256 syllables give 16 bits a word and 96 bits a phrase. All begin with a consonant, so each word falls into its two
syllables in one way only and no bit is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

PHRASE_WORDS = 6
_BY_INITIAL = """
ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha chai chan
chang chao che chen cheng chi chong chou chu chuan chuang chui chun ci cong cou cu cuan cui cun cuo da dai dan
dang dao de deng di dian diao die ding dong dou du duan dui dun duo fa fan fang fei fen feng fo fou fu gai gan
gang gao ge gen geng gong gou gu gua guai guan guang gui gun guo hai han hang hao he hen heng hong hou hu hua
huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiu ju juan jue jun kai kan kang kao ke ken
keng kong kou ku kua kuai kuan kuang kui kun kuo lai lan lang lao le lei leng li lian liang liao lie lin ling
liu long lou lu luan lun luo ma mai man mang mao mei men meng mi mian miao min ming mo mou mu nan nao nei neng
ni nian niao nie ning niu nong nu nuan nuo pai pan pang pao pei pen peng pi pian piao pin ping po pu qi qia
qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren rong rou ru ruan rui run ruo sai san
sang sao se sen seng sha shai shan shang shao she shen sheng shi shou shu shua shuai shuan shuang shui shun shuo
"""
SYLLABLES = tuple(_BY_INITIAL.split())
_WORDS = frozenset(first + second for first in SYLLABLES for second in SYLLABLES)


def make_phrase(choose: Callable[[Sequence[str]], str]) -> str:
    """Six different words with hyphens: maolin-caofeng-…. `choose` must be a cryptographic choice (secrets.choice).

    Raises ValueError if `choose` cannot be random: it keeps giving the same words.
    """
    words: dict[str, None] = {}
    for _ in range(100):
        words[choose(SYLLABLES) + choose(SYLLABLES)] = None
        if len(words) == PHRASE_WORDS:
            return "-".join(words)
    raise ValueError("the given choice repeats itself")


def is_phrase(password: str) -> bool:
    """Whether a password has the form of the program's phrases: at least six different words of its own, - or spaces.

    It cannot show that the words were drawn at random; the policy may forbid phrases for that reason.
    """
    words = password.casefold().replace("-", " ").split(" ")
    return len(set(words)) >= PHRASE_WORDS and all(word in _WORDS for word in words)
