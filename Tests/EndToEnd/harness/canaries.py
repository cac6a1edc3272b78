"""Texts that a privacy mode must not let out, each with a mark by which it is found again wherever it went.

A mark is `zqx` and six letters, which stands in what makes the text private. Where there is no room for
letters, in addresses and numbers, the digits themselves are the mark.
"""

import base64
import json
from collections import defaultdict, namedtuple
from dataclasses import dataclass

from .positions import BYTES, ID, KEY, KEY_REFERENCE, NUMBER, TEXT, TRACE_STATE, positions

LETTERS = "bcdfghjkmnpqrstvwz"
MARK = rb"zqx[bcdfghjkmnpqrstvwz]{6}"
MODES = ("minimal", "balanced", "strict")


class Serial:
    """What makes one canary different from all others."""

    def __init__(self, number):
        self.number = number

    @property
    def mark(self):
        rest, letters = self.number, ""
        for _ in range(6):
            rest, place = divmod(rest, len(LETTERS))
            letters += LETTERS[place]
        return "zqx" + letters

    @property
    def digits(self):
        """Ten digits that no other canary has, and that look random."""
        return str(10**9 + (self.number * 7_368_787 + 1_234_567_891) % (9 * 10**9))

    @property
    def ipv4(self):
        number, last = divmod(self.number, 150)
        return f"{number >> 8 & 255}.{number & 255}.{100 + last}"

    @property
    def groups(self):
        """Two groups of an IPv6 address that only this canary has."""
        high, low = divmod(self.number, 0xd000)
        return f"{0x1a00 + high:x}:{0x2000 + low:x}"

    def token(self, length, upper=False):
        """Letters and digits with the mark within."""
        filler = "4hT9w2Lk7Vb3Rn8Qd5Yc6Jm1Xg0Pf4Sz7Kt2Hb9Wv3Nr8Lq5Dc6Ym1Gj0Xp4Fs7Zk2T"
        text = (filler * 3)[:3] + self.mark + (filler * 3)[3:length - 9]
        return text.upper() if upper else text


def luhn(digits):
    """The digits with the check digit behind them that makes a card number."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return digits + str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def spaced(digits, separator, groups):
    parts, start = [], 0
    for size in groups:
        parts.append(digits[start:start + size])
        start += size
    return separator.join(parts)


def card(start, length, separator="", groups=()):
    def make(serial):
        digits = luhn((start + serial.digits).ljust(length - 1, "3")[:length - 1])
        return spaced(digits, separator, groups) if groups else digits
    return make


def jwt(serial):
    def part(content):
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
    header = part(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    payload = part(json.dumps({"sub": serial.mark}).encode())
    return f"{header}.{payload}.{serial.token(43)}"


def pem(label, serial, line="\n"):
    lines = [f"-----BEGIN {label}-----", serial.token(64), serial.token(64), f"-----END {label}-----"]
    return line.join(lines) + line


def basic(serial):
    return base64.b64encode(f"admin:{serial.mark}".encode()).decode()


# `mode` is the weakest that forbids it. `keys`: only the values under these are private.
Kind = namedtuple("Kind", "family name mode make keys", defaults=((),))


def kinds_of(family, mode, keys=(), **makes):
    return [Kind(family, name.replace("_", " "), mode, make, keys) for name, make in makes.items()]


TOKENS = {
    "ghp_": 36, "gho_": 36, "ghu_": 36, "ghs_": 36, "ghr_": 36, "glpat-": 20, "gldt-": 20, "glrt-": 20,
    "xoxb-": 48, "xoxp-": 48, "xoxa-": 48, "xoxs-": 48, "xapp-1-": 48, "AIza": 35, "sk-": 48, "sk-proj-": 48,
    "sk-ant-api03-": 90, "sk_live_": 24, "rk_live_": 24, "npm_": 36, "pypi-": 90, "hf_": 34, "dop_v1_": 64,
    "shpat_": 32, "dckr_pat_": 27, "hvs.": 90, "glsa_": 32, "ya29.": 64,
}

CREDENTIALS = [
    *kinds_of(
        "authorization", "minimal",
        bearer=lambda s: f"Authorization: Bearer {s.token(40)}", lower_case=lambda s: f"bearer {s.token(24)}",
        alone=lambda s: f"Bearer {s.token(32)}", basic=lambda s: f"authorization: Basic {basic(s)}",
        with_padding=lambda s: f"Basic {basic(s).rstrip('=')}=="),
    *kinds_of(
        "JWT", "minimal", alone=jwt, in_a_text=lambda s: f"token={jwt(s)}, expired",
        quoted=lambda s: json.dumps({"jwt": jwt(s)})),
    *kinds_of(
        "private key", "minimal",
        RSA=lambda s: pem("RSA PRIVATE KEY", s), PKCS8=lambda s: "key:\n" + pem("PRIVATE KEY", s),
        OPENSSH=lambda s: pem("OPENSSH PRIVATE KEY", s), EC=lambda s: pem("EC PRIVATE KEY", s),
        encrypted=lambda s: pem("ENCRYPTED PRIVATE KEY", s), PGP=lambda s: pem("PGP PRIVATE KEY BLOCK", s),
        in_JSON=lambda s: json.dumps({"key": pem("PRIVATE KEY", s)}),
        cut_off=lambda s: pem("RSA PRIVATE KEY", s)[:90]),
    *[
        Kind("token", prefix, "minimal", lambda s, prefix=prefix, length=length: prefix + s.token(length))
        for prefix, length in TOKENS.items()
    ],
    *kinds_of(
        "token", "minimal",
        github_pat_=lambda s: f"github_pat_{s.token(22)}_{s.token(59)}",
        AKIA=lambda s: "AKIA" + s.token(16, upper=True), ASIA=lambda s: "ASIA" + s.token(16, upper=True),
        SendGrid=lambda s: f"SG.{s.token(22)}.{s.token(43)}",
        in_a_text=lambda s: f"remote: ghp_{s.token(36)}, denied", quoted=lambda s: f'{{"key":"AKIA{s.token(16, True)}"}}',
        in_a_URL=lambda s: f"https://glpat-{s.token(20)}@gitlab.example/a.git"),
    *kinds_of(
        "password in URL", "minimal",
        database=lambda s: f"postgres://admin:{s.mark}@db.internal/app",
        web=lambda s: f"GET https://u{s.number}:{s.mark}@intern.example:8443/path failed",
        without_user=lambda s: f"redis://:{s.mark}@cache:6379/0",
        with_marks=lambda s: f"amqps://svc:p%40{s.mark}!@mq.example/vhost",
        two_ats=lambda s: f"mysql://root:a@{s.mark}@db/app"),
    *kinds_of(
        "credential in query", "minimal",
        AWS=lambda s: "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=" + s.token(64),
        Azure=lambda s: f"https://a.blob.core.windows.net/c/b?sv=2022-11-02&sig={s.token(43)}%3D&se=2026",
        OAuth=lambda s: f"https://api.example/v1/me?access_token={s.token(24)}",
        in_a_fragment=lambda s: f"https://app.example/cb#access_token={s.token(24)}&state=1",
        Google=lambda s: f"https://storage.googleapis.com/b/o?X-Goog-Signature={s.token(64)}",
        API_key=lambda s: f"calling https://maps.example/geo?lat=1&api_key={s.token(20)}",
        secret=lambda s: f"https://id.example/token?client_id=a&client_secret={s.token(20)}",
        token=lambda s: f"wss://ws.example/socket?token={s.token(20)}"),
]

PEOPLE = [
    *kinds_of(
        "e-mail", "balanced",
        alone=lambda s: f"{s.mark}@private-domain.example", in_a_text=lambda s: f"mail to <anna.{s.mark}+x@sub.example.org>, bounced",
        mailto=lambda s: f"mailto:{s.mark}@example.com?subject=x", domain=lambda s: f"info@{s.mark}.example",
        capitals=lambda s: f"From: {s.mark.upper()}@EXAMPLE.COM"),
    *kinds_of(
        "home directory", "balanced",
        Linux=lambda s: f"/home/{s.mark}/project/setup.py", macOS=lambda s: f"open /Users/{s.mark}/Library failed",
        Windows=lambda s: f"C:\\Users\\{s.mark}\\AppData\\x.dll", ends=lambda s: f"cd /home/{s.mark}",
        in_JSON=lambda s: json.dumps({"cwd": f"C:\\Users\\{s.mark}\\src"}), slashes=lambda s: f"C:/Users/{s.mark}/src",
        file_URL=lambda s: f"file:///home/{s.mark}/a.txt", quoted=lambda s: f"in '/Users/{s.mark}'",
        option=lambda s: f"--config=/home/{s.mark}/.config/x", search_path=lambda s: f"/usr/bin:/home/{s.mark}/bin",
        lower_case=lambda s: f"c:\\users\\{s.mark}\\x"),
    *kinds_of(
        "IPv4", "balanced",
        private=lambda s: "10." + s.ipv4, public=lambda s: f"connect to 93.{s.ipv4} refused",
        with_port=lambda s: f"81.{s.ipv4}:8080", in_a_URL=lambda s: f"https://52.{s.ipv4}/health",
        in_brackets=lambda s: f"peer=[77.{s.ipv4}]", full_stop=lambda s: f"Banned 62.{s.ipv4}."),
    *kinds_of(
        "IPv6", "balanced",
        full=lambda s: f"2001:db8:85a3:{s.groups}:8a2e:{s.groups}", short=lambda s: f"2001:db8:1::{s.groups}",
        with_port=lambda s: f"http://[2a02:8109:9a80:{s.groups}:1:2:3]:443/", zone=lambda s: f"fe80::{s.groups}%eth0",
        capitals=lambda s: f"from 2A02:8109:AB:{s.groups.upper()}:0:0:1 port 22", subnet=lambda s: f"2a02:8109:9a80:{s.groups}::/80"),
    *kinds_of("IPv6", "balanced", with_IPv4=lambda s: f"::ffff:83.{s.ipv4}"),
    *kinds_of(
        "payment card", "balanced",
        Visa=card("4111", 16), Mastercard=card("5500", 16), Amex=card("3782", 15), Discover=card("6011", 16),
        JCB=card("3530", 16), Diners=card("305", 14), UnionPay=card("6200", 16), two_series=card("2221", 16),
        spaces=card("4111", 16, " ", (4, 4, 4, 4)), dashes=card("5500", 16, "-", (4, 4, 4, 4)),
        Amex_spaces=card("3714", 15, " ", (4, 6, 5)),
        in_a_text=lambda s: f"charge for {card('4111', 16)(s)} declined",
        in_JSON=lambda s: json.dumps({"pan": card("5500", 16)(s)}), short_of_nineteen=card("4111", 19)),
    *kinds_of(
        "query value", "balanced",
        page=lambda s: f"https://shop.example/search?q={s.mark}&page=2", in_a_text=lambda s: f"GET http://a.example/b?name={s.mark} 404",
        second=lambda s: f"https://shop.example/?a=1&b={s.mark}#top", no_value=lambda s: f"https://shop.example/find?{s.mark}",
        separated=lambda s: f"https://shop.example/find?a=1;b={s.mark}"),
]

CREDENTIAL_KEYS = (
    "password", "db.password", "passwd", "DB_PASSWORD", "api_key", "apiKey", "x-api-key", "client_secret", "secret",
    "http.request.header.authorization", "http.request.header.cookie", "http.response.header.set-cookie",
    "http.request.header.x-api-key", "http.request.header.proxy-authorization", "rpc.request.metadata.authorization",
    "aws.secret_access_key", "private_key", "refresh_token", "auth_token", "session_token", "access_token",
    "acme.token", "passphrase", "credentials", "userPassword", "accessToken", "ACCESS-TOKEN",
)
USER_KEYS = (
    "enduser.id", "user.id", "user.name", "user.email", "user.full_name", "process.owner", "process.user.name",
    "process.real_user.name", "process.saved_user.name",
)
PHONE_KEYS = ("phone", "user.phone", "phone_number", "contact.mobile", "customer.telephone", "phoneNumber")
STATEMENT_KEYS = ("db.statement", "db.query.text")
PAYLOAD_KEYS = (
    "acme.note", "http.request.body.content", "gen_ai.input.messages", "gen_ai.prompt", "process.command_line",
    "messaging.message.body", "acme.customer.remark",
)

KEYED = [
    *kinds_of("credential key", "minimal", CREDENTIAL_KEYS, plain=lambda s: s.mark),
    *kinds_of("user id", "balanced", USER_KEYS, plain=lambda s: s.mark),
    *kinds_of("user id", "balanced", ("enduser.id", "user.name"), in_a_text=lambda s: f"Anna {s.mark.title()} jun."),
    *kinds_of(
        "phone", "balanced", PHONE_KEYS,
        international=lambda s: f"+49 {spaced(s.digits, ' ', (3, 3, 4))}",
        American=lambda s: f"({s.digits[:3]}) {s.digits[3:6]}-{s.digits[6:]}", digits=lambda s: s.digits,
        dots=lambda s: spaced(s.digits, ".", (3, 3, 4)), URL=lambda s: f"tel:+1{s.digits}"),
    *kinds_of(
        "query value", "balanced", ("url.query", "http.request.query"),
        pair=lambda s: f"q={s.mark}&page=2", second=lambda s: f"page=2&name={s.mark}", mark=lambda s: f"?q={s.mark}",
        no_value=lambda s: s.mark),
    *kinds_of("query value", "balanced", ("http.target", "url.original"), path=lambda s: f"/search?q={s.mark}&page=2"),
    *kinds_of(
        "SQL literal", "balanced", STATEMENT_KEYS,
        quoted=lambda s: f"SELECT * FROM users WHERE name = '{s.mark}' AND age > 3",
        doubled=lambda s: f"INSERT INTO t VALUES ('it''s {s.mark}', 1)",
        escaped=lambda s: f"UPDATE t SET a = 'b\\'{s.mark}' WHERE c = 2", number=lambda s: f"SELECT 1 FROM t WHERE id = {s.digits}",
        negative=lambda s: f"SELECT 1 WHERE x=-{s.digits}.5", in_list=lambda s: f"DELETE FROM t WHERE id IN (1,{s.digits},2)",
        double_quoted=lambda s: f'SELECT * FROM t WHERE a = "{s.mark}"', dollar=lambda s: f"SELECT $${s.mark}$$",
        tagged=lambda s: f"SELECT $tag${s.mark}$tag$", national=lambda s: f"SELECT N'{s.mark}', E'\\x{s.mark}'",
        not_closed=lambda s: f"SELECT 'cut off {s.mark}", hexadecimal=lambda s: f"SELECT 0xdead{s.digits}, X'{s.digits}'",
        exponent=lambda s: f"SELECT {s.digits}e10"),
    *kinds_of(
        "SQL parameter", "balanced", ("db.query.parameter.0", "db.query.parameter.name"), plain=lambda s: s.mark,
        number=lambda s: s.digits),
    *kinds_of("unlisted key", "strict", PAYLOAD_KEYS, plain=lambda s: f"remark {s.mark} about it"),
    *kinds_of(
        "exception", "strict", ("exception.message", "exception.stacktrace"),
        word=lambda s: f"no order {s.mark}-17 found", quoted=lambda s: f"no user '{s.mark}' found",
        path=lambda s: f"cannot open /srv/{s.mark}/x"),
]

# Free text in a body; what a program says again and again may stay, what differs may not.
BODIES = kinds_of(
    "body", "strict", word=lambda s: f"order {s.mark}-17 placed", quoted=lambda s: f'user "{s.mark}" logged in',
    path=lambda s: f"wrote /srv/{s.mark}/x", number=lambda s: f"took {s.digits} ns", alone=lambda s: f"id={s.mark}7")
BODY_NUMBERS = kinds_of("body", "strict", integer=lambda s: s.digits)
# A key that no list knows says itself what nobody has judged.
UNLISTED_KEYS = kinds_of("unlisted key", "strict", itself=lambda s: f"acme.{s.mark}.note")
# Numbers under the keys of people and credentials.
NUMBERED = [
    *kinds_of("credential key", "minimal", CREDENTIAL_KEYS, number=lambda s: s.digits),
    *kinds_of("user id", "balanced", USER_KEYS, number=lambda s: s.digits),
    *kinds_of("SQL parameter", "balanced", ("db.query.parameter.0",), number=lambda s: s.digits),
    *kinds_of("unlisted key", "strict", ("acme.note",), number=lambda s: s.digits),
]


@dataclass(frozen=True)
class Canary:
    kind: Kind
    serial: Serial
    position: object
    # The key that gives it away, and at which attribute of the way to it that stands; "" without one.
    key: str = ""
    depth: int = 0
    # How it is encoded, if in an unusual way, and the block in which it is.
    form: str = ""
    unusual: bytes = b""

    @property
    def where(self):
        under = f" under {self.key} (attribute {self.depth + 1} on the way)" if self.key else ""
        return f"at {self.position}{under}{self.form and ', ' + self.form}"

    @property
    def text(self):
        return self.kind.make(self.serial)

    def content(self):
        if self.position.holds == NUMBER:
            number = int(self.text)
            return number if self.position.path[-1].name == "int_value" else number + 0.5
        if self.position.holds == TRACE_STATE:
            return f"before=1,canary={self.text},after=2".encode()
        return self.text.encode()

    def block(self):
        return self.unusual or self.position.block(self.position.leaf(self.content()), self.keys)

    @property
    def keys(self):
        return {self.depth: self.key} if self.key else {}


# At one place, of each family so many kinds, and as many keys of each; the next place takes the next ones.
KINDS_A_PLACE = 2
KEYS_A_PLACE = 1


def canaries_for(signal, numbers):
    """Every family at every position where it is private, its kinds and their keys in turn."""
    turns = defaultdict(int)

    def in_turn(name, members, most):
        for _ in range(min(len(members), most)):
            yield members[turns[name] % len(members)]
            turns[name] += 1

    for position in texts(signal):
        families = defaultdict(list)
        for kind, depth in placed(position):
            families[kind.family, depth].append(kind)
        for (family, depth), kinds in families.items():
            for kind in in_turn(family, kinds, KINDS_A_PLACE):
                for key in in_turn(kind, kind.keys, KEYS_A_PLACE) if kind.keys else [""]:
                    yield Canary(kind, Serial(next(numbers)), position, key, depth)


def texts(signal):
    return [position for position in positions(signal) if position.holds != ID]


def placed(position):
    """The kinds that are private at a position, and at which attribute of the way their key stands."""
    if position.holds != NUMBER:
        yield from ((kind, 0) for kind in CREDENTIALS + PEOPLE)
    if position.holds in (TEXT, BYTES) and position.is_in_body:
        yield from ((kind, 0) for kind in BODIES)
    if position.holds == NUMBER and position.is_in_body:
        yield from ((kind, 0) for kind in BODY_NUMBERS)
    if position.holds == KEY and not position.is_stream and not position.is_in_body:
        yield from ((kind, 0) for kind in UNLISTED_KEYS)
    assert position.holds in (TEXT, BYTES, NUMBER, KEY, KEY_REFERENCE, TRACE_STATE)
    for kind in NUMBERED if position.holds == NUMBER else KEYED:
        # What a body says is prose, whatever the keys in it.
        if not (kind.family == "unlisted key" and position.is_in_body):
            yield from ((kind, depth) for depth in range(position.values))
