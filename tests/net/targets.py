"""Addresses and URLs that must not be reached, beside those in `vectors/ssrf`."""

ADDRESSES = (
    # The ends of networks, and what lies between the vectors.
    *("0.0.0.1", "0.255.255.255", "10.128.0.1", "100.96.0.1", "127.0.0.2", "127.1.2.3"),
    *("169.254.0.0", "169.254.169.123", "172.20.0.1", "192.0.0.8", "192.0.0.170", "192.0.0.255"),
    *("192.88.99.255", "192.168.1.1", "198.18.255.255", "198.51.100.255", "203.0.113.255"),
    *("240.255.255.255", "250.1.2.3"),
    # IPv4 within IPv6 by each of the ways, also where it is public.
    *("::ffff:0.0.0.0", "::ffff:1.1.1.1", "::ffff:169.254.170.2", "::ffff:192.168.0.1"),
    *("::1.1.1.1", "::169.254.169.254", "::ffff:0:10.0.0.1", "::ffff:0:8.8.8.8"),
    *("64:ff9b::", "64:ff9b::c0a8:1", "64:ff9b:1::1", "64:ff9b:1:ffff::7f00:1"),
    *("2002::1", "2002:a9fe:a9fe::", "2002:c0a8:1::1", "2001::1", "2001:0:7f00:1::"),
    # What the registries reserve, and what lies outside 2000::/3.
    *("::2", "::ffff:ffff", "100::ffff", "100:0:0:2::1", "1fff::1", "4000::1", "5f00:ffff::1"),
    *("2001:1::1", "2001:2::1", "2001:3::1", "2001:4:112::1", "2001:1ff:ffff::1"),
    *("2001:db8:ffff::1", "3fff:fff::1", "fc01::1", "fdff::1", "febf::1%lo", "fec0:ffff::1"),
)

_HOSTS = (
    # IPv4 as inet_aton reads it, with too much of everything.
    *("127.0.0.1..", "0x7f.1", "0x7f.0x00.0x0000.0x1", "0177.1", "00000177.0.0.1", "127.0x1"),
    *("0x7F000001", "0X7f.1", "127.65535", "127.0.65535", "256.0.0.1", "4294967297"),
    *("0x17f000001", "037700000001", "127.0.0.1.0", "127..1", ".127.0.0.1", "127.0.0.01"),
    *("0x0", "000", "00.0.0.0", "0.0.0.0.", "0x", "0xa9fea9fe", "0251.0376.0251.0376"),
    *("169.254.169.254.", "169.254.43518", "0xa9.254.0251.254", "255.255.255.255", "224.0.0.1"),
    *("-1", "127.0.0.-1", "1e1", "127.0.0.1e0", "127,0,0,1", "127.0.0.1;", "+127.0.0.1"),
    # IPv6, brackets and zones.
    *("[::ffff:7f00:0001]", "[::FFFF:127.0.0.1]", "[::ffff:0x7f.1]", "[::ffff:127.1]"),
    *("[0000:0000:0000:0000:0000:0000:0000:0001]", "[0:0:0:0:0:0:0.0.0.1]", "[::0001]"),
    *("[::ffff:a9fe:a9fe]", "[::ffff:0:127.0.0.1]", "[64:ff9b:1::127.0.0.1]", "[2002:7f00:1::]"),
    *("[2001::7f00:1]", "[fec0::1]", "[::1%]", "[::1%25]", "[::1%25%6c%6f]", "[::1%lo]", "[::1%1]"),
    *("[fe80::1%lo]", "[fe80::1%251]", "[ff02::1%25lo]", "[127.0.0.1]", "[localhost]", "[]"),
    *("[v1.127.0.0.1]", "[::1]x", "x[::1]", "[[::1]]", "[::1%00]", "[::1", "::1", "[:::1]"),
    # Characters that some reader or IDNA takes for others.
    *("127｡0｡0｡1", "127．0．0．1", "१२७.०.०.१", "𝟏𝟐𝟕.𝟎.𝟎.𝟏", "⑴⑵⑺.0.0.1", "⒈2⒎0.0.1"),
    *(
        "１２７。０。０。１",
        "ｌｏｃａｌｈｏｓｔ",
        "locaⅼhost",
        "localhoſt",
        "𝓁ocalhost",
        "ℒocalhost",
    ),
    *(
        "loc\u200balhost",
        "loc\u2060alhost",
        "127.0.0.1\u3002",
        "\u200b127.0.0.1",
        "localhost\u180e",
    ),
    *("xn--lcalhost-n4a", "xn--1ca", "xn--", "xn--127.0.0.1", "localhost\u0301"),
    # Escapes, controls and white space.
    *("%6c%6fcalhost", "localhost%2e", "127%2e0%2e0%2e1", "127.0.0.1%09", "127.0.0.1%0a"),
    *("127.0.0.1%20", "%127.0.0.1", "127.0.0.1%", "%5b::1%5d", "127.0.0.1\x00", "127.0.0.1\x7f"),
    *("127.0.0.1\x0b", " 127.0.0.1", "127.0.0.1 ", "127.0.0.1\n", "12\t7.0.0.1", "127.0.0.1\\"),
    # Names that lead here, by the resolver or by habit.
    *("a.localhost", "localhost6", "loopback", "127.0.0.1.nip.io", "localtest.me", "instance-data"),
    *("host.docker.internal", "kubernetes.default.svc", "metadata", "a_b.example", "-a.example"),
    *("*", "a" * 63 + ".example", "a" * 64 + ".example", "a." * 130 + "example", "", ".", ".."),
    # Somebody else's host, or so it seems.
    *("@127.0.0.1", ":@127.0.0.1", "a:b@127.0.0.1", "example.com%40127.0.0.1", "a@b@127.0.0.1"),
    *("example.com\\@127.0.0.1", "127.0.0.1\\@example.com", "example.com&@127.0.0.1", "a%00@[::1]"),
)
_PORTS = (
    *("0", "00", "83616", "4294985376", "018080", "0000000018080", "18080:80", "+18080", " 18080"),
    *(
        "18080 ",
        "0x46a0",
        "１８０８０",
        "18080.",
        "18080\\",
        "1808%30",
        "-47456",
        "18080@",
        "18080]",
    ),
)
_STARTS = (
    *("hTTp://", "http:\\\\", "http:/\\", "http:\\/", "https:", "http:/", "http:////", "http://\\"),
    *(
        "http:// ",
        "\x00http://",
        "\nhttp://",
        "\u3000http://",
        "http\n://",
        "ht\ttp://",
        "http:\n//",
    ),
    *("http//", "://", "\\\\", "http:?//", "http:#//", "http:;//", "http%3a//", "url:http://"),
)
_SCHEMES = (
    *("ftps", "gophers", "imap", "ldaps", "mqtt", "pop3", "rtsp", "scp", "sftp", "smb", "smtp"),
    *("telnet", "tftp", "wss", "feeds", "http2", "h2c", "httpx", "httpss", "socks5", "unix"),
    *("itms", "podcast", "pcast", "rss", "webcal", "jar:http", "feed:https", "view-source:https"),
)

URLS = (
    *(f"http://{host}:18080/secret" for host in _HOSTS),
    *(f"http://127.0.0.1:{port}/secret" for port in _PORTS),
    *(f"{start}127.0.0.1:18080/secret" for start in _STARTS),
    *(f"{scheme}://127.0.0.1:18080/secret" for scheme in _SCHEMES),
    *("http://example.com#@127.0.0.1:18080/", "http://example.com?@127.0.0.1:18080/"),
    *("http://127.0.0.1:18080?", "http://127.0.0.1:18080#", "http://127.0.0.1:18080\\@b.example"),
    *("http://127.0.0.1", "https://127.0.0.1/", "https://localhost:443/", "https://[::1]:18080/"),
    *("http://127.0.0.1/:18080", "http://127.0.0.1;18080/", "http:", "http:///", "127.0.0.1:18080"),
)
