"""The rules of redaction: what in a text is an email, a phone, card or account number, or a secret.

Every pattern here takes time linear in the text: quantifiers are bounded, possessive, or start at most once per run.
"""

import re
from collections.abc import Callable

EMAIL, NUMBER, SECRET = 1, 2, 4
"""Signs that `signs` finds: which of the rules could apply at all."""

_SEPARATORS = b" \t-.()/+\xc2\xa0\xe2\x80\x91\x93"
_DIGITS_TO_ZERO = bytes(48 if 48 <= c <= 57 else c if c == 45 else 120 for c in range(256))
_WORDS_TO_A = bytes(97 if chr(c).isascii() and (chr(c).isalnum() or chr(c) in "_-") else 32 for c in range(256))
_TO_LOWER = bytes(range(256)).lower()
_ALL_BUT_MARKS = bytes(c for c in range(256) if c not in b"@=+\\")
_KEY_LENGTH = b"a" * 20
"""The rules know shorter keys, but no vendor issues them."""
_KEY_PREFIX = len("ya29.")
"""A key's beginning that ends in a dot stands before the long word."""
_SHORTEST = 6

# Half of a text's letters are enough to tell that a word is not in it, and half are searched in half the time.
_SKELETON_LETTERS = b"bcdehknprstwyz"
_ALL_BUT_SKELETON = bytes(c for c in range(256) if _TO_LOWER[c] not in _SKELETON_LETTERS)
_TOKEN = re.compile(rb"token(?![a-z])").search
_SOME_KEY = re.compile(
    rb"key(?:(?<=apikey)|(?<=accesskey)|(?<=privatekey)|(?<=secretkey)"
    rb"|(?<=api[_ -]key)|(?<=access[_ -]key)|(?<=private[_ -]key)|(?<=secret[_ -]key))"
).search
_OTHER_SECRETS = (
    (b"secret", b"secret"), (b"pssw", b"passw"), (b"pwd", b"pwd"), (b"berer", b"bearer"), (b"thrz", b"authoriz")
)  # fmt: skip
"""Skeleton and word."""
_KEY_START = re.compile(
    rb"AIza|AQ\.|ya29\.|eyJ|A(?:KIA|SIA|ROA|IDA|NPA|GPA)|gh[pousr]_|github_pat_|[sr]k[-_]|pk_|whsec_|glpat-|xox"
    rb"|hf_|npm_|pypi-|SG\."
).search
_NUMBER_WORD = re.compile(rb"hone|tel|mobil|call|ccount|acct|a/c", re.IGNORECASE).search


def signs(data: bytes) -> int:
    """Cheaply tell which rules could find anything in UTF-8 text, plain or inside JSON; 0 for most ordinary texts.

    It may cry wolf, but whatever a rule below would mask, it must announce. Written for speed: all content of every
    trace passes here, and hardly ever holds anything.
    """
    if len(data) < _SHORTEST:
        return 0
    found = 0
    marks = data.translate(None, _ALL_BUT_MARKS)
    if marks:
        if b"\\" in marks and b"\\u" in data:  # an escape may hide anything
            return EMAIL | NUMBER | SECRET
        if b"@" in marks:
            found = EMAIL
        if (found or b"=" in marks) and _has_address(data):
            found |= SECRET
    if not found & SECRET and (_has_key(data) or _has_secret_word(data)):
        found |= SECRET
    digits = data.translate(_DIGITS_TO_ZERO, _SEPARATORS)
    if b"0000000" in digits and (b"000000000" in digits or _short_number(data, digits, marks)):
        found |= NUMBER
    return found


def has_long_number(data: bytes) -> bool:
    """Whether there are as many digits in a row as the shortest card number has."""
    return b"0" * 13 in data.translate(_DIGITS_TO_ZERO)


def _has_address(data: bytes) -> bool:
    return b"://" in data or b":\\/\\/" in data


def _has_key(data: bytes) -> bool:
    """Whether a word is long enough for a key, and may be one: `create_execution_plan` is not."""
    words = data.translate(_WORDS_TO_A)
    at = words.find(_KEY_LENGTH)
    if at < 0:
        return False
    if _has_address(data):
        return True
    while at >= 0:
        end = words.find(b" ", at)
        end = len(words) if end < 0 else end
        if _KEY_START(data, max(0, at - _KEY_PREFIX), end):
            return True
        at = words.find(_KEY_LENGTH, end)
    return False


def _has_secret_word(data: bytes) -> bool:
    """Not `input_tokens` and `monkey`: no rule masks those, and the first stands in every trace."""
    skeleton = data.translate(_TO_LOWER, _ALL_BUT_SKELETON)
    token, key = b"tken" in skeleton, b"key" in skeleton
    others = [word for skin, word in _OTHER_SECRETS if skin in skeleton]
    if not (token or key or others):
        return False
    lower = data.lower()
    return (
        any(word in lower for word in others)
        or (token and _TOKEN(lower) is not None)
        or (key and _SOME_KEY(lower) is not None)
    )


def _short_number(data: bytes, digits: bytes, marks: bytes) -> bool:
    """Whether seven or eight digits in a row may be a number: dates are not, and a plus or a word must be near."""
    if data.translate(_DIGITS_TO_ZERO).count(b"0000-00-00") == digits.count(b"0000000"):
        return False
    return b"+" in marks or _NUMBER_WORD(data) is not None


def mask(text: str, found: int) -> str:
    """`text` with everything masked that the rules announced in `found` find."""
    if found & SECRET:
        text = _mask_secrets(text)
    if found & EMAIL and "@" in text:
        text = _EMAIL.sub(_email, text)
    if found & NUMBER and _NUMBERISH.search(text):
        text = _mask_numbers(text)
    return text


# Emails. The part before the @ starts once per run; a stranger character before the @ does not save the address.

_EMAIL = re.compile(r"(?:(?<![\w.%+'~-])[\w.%+'~-]++|(?<=[^\s@])(?<!\[secret\]))@([\w.-]++)")


def _email(match: re.Match[str]) -> str:
    domain = match[1].rstrip(".-_")
    host, dot, top = domain.rpartition(".")
    if not dot or not host or len(top) < 2 or not top[0].isalpha():
        return match[0]  # "5x5@82.5kg"
    return "[email]" + match[1][len(domain) :]


# Secrets

_URL = re.compile(r"(?i:\b[a-z][a-z0-9+.-]{1,12}://)[^\s\"'<>]++")
_URL_LOGIN = re.compile(r"(?<=://)[^\s/@\"'<>]++@")
_URL_PARAMETER = re.compile(
    r"([?&#;](?:[\w.-]{0,40}[_.-])?(?i:token|key|apikey|sig|signature|secret|password|passwd|pwd|auth|code|session|sid"
    r"|jwt|hmac|credential)=)[^&#\s\"'<>]+"
)
_URL_SEGMENT = re.compile(r"(?<=[/=])[A-Za-z0-9_]{20,}+(?![A-Za-z0-9_-])")
_PAIR = re.compile(
    r"(?i:(?P<password>password|passwd|pwd|api[_ -]?key|access[_ -]?key|private[_ -]?key)"
    r"|secret(?:[_ -]?key)?|token)"
    r"(?P<is>[\"']?\s{0,3}(?P<sign>=|:|(?<=\s)is(?=\s))\s{0,3}[\"']?)(?P<value>[^\s\"'&;,<>]++)"
)
_BEARER = re.compile(r"(?P<before>(?i:bearer)\s{1,3})(?P<value>[A-Za-z0-9._~+/-]{6,}+=*+)")
_AUTHORIZATION = re.compile(
    r"(?i:(authorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?:basic|bearer|digest|token)?\s{0,3}))[^\s\"',]{4,}+"
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN[A-Z ]{0,20}PRIVATE KEY-----.*?(?:-----END[A-Z ]{0,20}PRIVATE KEY-----|\Z)", re.DOTALL
)
_RUN = re.compile(r"[A-Za-z0-9_.-]{15,}+")
_KEY = re.compile(
    r"AIza[\w-]{30}|AQ\.[\w-]{30}|ya29\.[\w-]{20}|eyJ[\w-]{10}"
    r"|(?:AKIA|ASIA|AROA|AIDA|ANPA|AGPA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20}|github_pat_\w{20}"
    r"|(?<![A-Za-z0-9])(?:sk-[\w-]{16}|(?:sk|pk|rk)_(?:live|test)_\w{10}|whsec_\w{16}|glpat-[\w-]{16}|xox[abeprs]-[\w-]{10}"
    r"|hf_\w{20}|npm_\w{30}|pypi-[\w-]{30}|SG\.[\w-]{16})"
)


def _mask_secrets(text: str) -> str:
    if "://" in text:
        text = _URL.sub(_url, text)
    if "PRIVATE KEY" in text:
        text = _PRIVATE_KEY.sub("[secret]", text)
    text = _AUTHORIZATION.sub(r"\1[secret]", text)
    text = _BEARER.sub(_bearer, text)
    text = _PAIR.sub(_pair, text)
    return _RUN.sub(_key, text)


def _url(match: re.Match[str]) -> str:
    url = _URL_LOGIN.sub("[secret]@", match[0])
    url = _URL_PARAMETER.sub(r"\1[secret]", url)
    return _URL_SEGMENT.sub(_segment, url)


def _segment(match: re.Match[str]) -> str:
    mixed = any(c.isdigit() for c in match[0]) and any(c.isalpha() for c in match[0])
    return "[secret]" if mixed else match[0]


def _bearer(match: re.Match[str]) -> str:
    value = match["value"]
    plain_word = value.isalpha() and value.islower() and len(value) < 20  # "the bearer certificate"
    return match[0] if plain_word else match["before"] + "[secret]"


def _pair(match: re.Match[str]) -> str:
    value, sign = match["value"], match["sign"]
    digits = any(c.isdigit() for c in value)
    if sign == "=":
        masked = True
    elif sign == ":":  # "my secret: consistency" is prose
        masked = match["password"] is not None or digits or len(value) > 16
    else:
        masked = digits and len(value) >= 4
    return match[0][: match.start("value") - match.start()] + "[secret]" if masked else match[0]


def _key(match: re.Match[str]) -> str:
    run = match[0]
    found = _KEY.search(run)
    if found is None:
        return run
    return run[: found.start()] + "[secret]" + run[len(run.rstrip(".")) :]


# Numbers. Each pass first steps over what is no such number however it looks: ids and points in time.

_NUMBERISH = re.compile(r"[0-9](?:[^0-9a-zA-Z]{0,3}[0-9]){5}|[A-Za-z]{2}[0-9]{2}[ -]?[A-Za-z0-9]{4}")
_UUID = r"(?i:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
_HEX_ID = r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])(?:[0-9a-f]{16}){1,2}(?:[0-9a-f]{8}|[0-9a-f]{32})?(?![0-9A-Za-z])"
"""Ids in hex: OpenTelemetry's of 16 and 32 digits, hashes of 40 and 64; at least one digit is a letter."""
_SKIP = (
    rf"(?P<skip>{_UUID}|{_HEX_ID}"
    r"|(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2}(?![0-9]))?)?(?![0-9])"
    r"|(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9](?![0-9]))"
)
_GAP = r"[ \t.\u00a0\u2011\u2013-]"

GLUED_NUMBERS = 4
"""Phone numbers in a row with nothing between them that are told apart; bounded, so that long texts stay cheap."""

_ENDLESS = re.compile(r"[0-9]{20,}+")
_IBAN = re.compile(
    rf"(?P<skip>{_UUID}|(?<![0-9A-Za-z])[0-9a-f]{{32,64}}+(?![0-9A-Za-z]))"
    rf"|(?P<start>(?i:[a-z]{{2}})[0-9]{{2}}){_GAP}?(?=(?P<rest>(?:[A-Za-z0-9]{_GAP}?){{11,30}}+))"
)
_CARD = re.compile(
    _SKIP + rf"|(?=(?P<card>(?<![0-9])[0-9]{{13,19}}(?![0-9])"
    rf"|[0-9]{{4}}(?P<gap>{_GAP})(?:[0-9]{{4}}(?P=gap)){{2}}[0-9]{{4}}(?:(?P=gap)?[0-9]{{1,3}})?"
    rf"|[0-9]{{4}}(?P<gap2>{_GAP})[0-9]{{6}}(?P=gap2)[0-9]{{4,5}}|[0-9]{{8}}{_GAP}[0-9]{{8}}))"
)
_CARD_IN_RUN = re.compile(
    r"(?=(4[0-9]{15}|5[1-5][0-9]{14}|2[2-7][0-9]{14}|6[0-9]{15}|35[0-9]{14}|3[47][0-9]{13}|3[0689][0-9]{12}))"
)
_NO_DATE = (
    r"(?![0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9]{1,2}(?P<mark>[./-])[0-9]{1,2}(?P=mark)[0-9]{2,4}(?!(?P=mark)?[0-9]))"
)
_PHONE = re.compile(
    _SKIP
    + r"|(?P<phone>\+\(?[1-9](?:[ ().\-/\u00a0\u2011\u2013]{0,3}[0-9]){6,14}"
    + r"|(?<![0-9.,:])00[ -]?[1-9](?:[ ().\-/\u00a0]{0,3}[0-9]){7,13}"
    + rf"|(?:1{_GAP})?(?:\([0-9]{{3}}\){_GAP}?|[0-9]{{3}}{_GAP})[0-9]{{3}}{_GAP}[0-9]{{4}}"
    + rf"|\([0-9]{{2,5}}\){_GAP}?[0-9]{{3,5}}{_GAP}?[0-9]{{3,5}}"
    + rf"|1[3-9][0-9](?P<gap>{_GAP})[0-9]{{4}}(?P=gap)[0-9]{{4}}(?![0-9])"
    + r"|(?<![0-9.,])[6-9][0-9]{4}[ \u00a0][0-9]{5}(?![0-9])"
    + rf"|(?<![0-9.,:/-])\(?{_NO_DATE}"
    + r"0[1-9](?:[ .)/\u00a0\u2011\u2013-]{0,2}[0-9]){7,10}(?![0-9])"
    + r"|(?<![0-9.,$€£])(?:1?[2-9][0-9]{9}|1[3-9][0-9]{9})(?![0-9]|[.,][0-9]))"
)
_NAMED_NUMBER = re.compile(
    r"(?P<before>(?i:(?P<phone>\b(?:phone|telephone|telefon|tel|mobile|mobil|call)\b)[^0-9\n]{0,20}"
    r"|\b(?:account|acct)[ _.-]?(?:number|num|no|nr|\#)[^0-9\n]{0,6}|\b(?:account|acct|a/c)[^0-9\n]{1,3}(?=[0-9]{8})))"
    rf"(?<![0-9a-zA-Z])(?!{_UUID})(?P<number>[0-9](?:[ ().\-/]{{0,2}}[0-9]){{6,16}})(?![0-9a-zA-Z:])"
)
_STARTS_WITH_DATE = re.compile(r"[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}")

_IBAN_LENGTHS = {
    country: int(length)
    for length, countries in {
        "15": "NO", "16": "BE", "18": "DK FI FO GL NL SD FK", "19": "MK SI", "20": "AT BA EE KZ LT LU MN XK",
        "21": "CH CR HR LI LV", "22": "BG BH DE GB GE IE ME RS", "23": "AE GI IL IQ OM SO TL",
        "24": "AD CZ DZ ES MD PK RO SA SE SK TN VG", "25": "AO CV GW LY MZ PT ST", "26": "IS TR",
        "27": "BF BI CF CG CM DJ FR GA GQ GR IT KM MC MG MR SM TD TG",
        "28": "AL AZ BJ BY CI CY DO GT HN HU LB ML NE PL SN SV",
        "29": "BR EG PS QA UA", "30": "JO KW MU YE", "31": "MT SC", "32": "LC", "33": "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip
"""Total length of an IBAN by country: the SWIFT IBAN registry, and the partial IBANs of African and Arab banks."""


def _mask_numbers(text: str) -> str:
    text = _each(text, _IBAN, _iban_length, "[account]")
    text = _each(text, _CARD, _card_length, "[card]")
    text = _ENDLESS.sub("[number]", text)
    for _ in range(GLUED_NUMBERS):
        masked = _PHONE.sub(_phone, text)
        if masked == text:
            break
        text = masked  # a number that was glued to a masked one is seen only now
    return _NAMED_NUMBER.sub(_named, text)


def _each(text: str, pattern: re.Pattern[str], length_of: Callable[[re.Match[str]], int], label: str) -> str:
    """Mask each find whose check digits are right; a wrong one gives way to one that starts a character later."""
    pieces: list[str] = []
    kept = at = 0
    while match := pattern.search(text, at):
        length = length_of(match)
        if length > 0:
            pieces += (text[kept : match.start()], label)
            kept = at = match.start() + length
        else:
            at = match.start() - length
    return "".join(pieces) + text[kept:] if pieces else text


def _iban_length(match: re.Match[str]) -> int:
    if match["skip"]:
        return -len(match["skip"])
    length = _IBAN_LENGTHS.get(match["start"][:2].upper())
    if length is None:
        return -1
    written = match.string[match.start() : match.end("rest")]
    digits = ""
    for index, character in enumerate(written):
        if character.isalnum():
            digits += character.upper()
            if len(digits) == length:
                number = "".join(str(int(c, 36)) for c in digits[4:] + digits[:4])
                return index + 1 if int(number) % 97 == 1 else -1
    return -1


def _luhn(digits: str) -> bool:
    odd = sum(map(int, digits[-1::-2]))
    even = sum((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)[int(d)] for d in digits[-2::-2])
    return (odd + even) % 10 == 0 and digits.strip("0") != ""


def is_card_number(digits: str) -> bool:
    """Whether 13 to 19 digits have a card's check digit, and are no point in time."""
    return _luhn(digits) and not _is_stamp(digits)


def _is_stamp(digits: str) -> bool:
    """Whether this may be a count of seconds, milli-, micro- or nanoseconds since 1970."""
    return digits[0] == "1" and len(digits) in (10, 13, 16, 19)


def _card_length(match: re.Match[str]) -> int:
    """Length of the card number at the match's start; 0 or less: how far to step on (negated)."""
    if match["skip"]:
        return -len(match["skip"])
    written = match["card"]
    digits = re.sub(r"[^0-9]", "", written)
    if len(digits) == len(written):
        if is_card_number(digits):
            return len(written)
        for window in _CARD_IN_RUN.finditer(digits):
            if _luhn(window[1]):
                return window.end(1)
        return -len(written)
    for length in range(len(written), 14, -1):
        if written[length - 1].isdigit() and _luhn(re.sub(r"[^0-9]", "", written[:length])):
            return length
    return -1


def _phone(match: re.Match[str]) -> str:
    number = match["phone"]
    if number is None:
        return match[0]
    round_sum = number.isdigit() and number[0] != "0" and number.endswith("0000")
    return number if round_sum else "[phone]"


def _named(match: re.Match[str]) -> str:
    number = match["number"]
    plain = number.isdigit() and (number.endswith("000") or _is_stamp(number))
    if plain or _STARTS_WITH_DATE.match(number):
        return match[0]
    return match["before"] + ("[phone]" if match["phone"] else "[account]")
