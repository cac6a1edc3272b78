import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct PersonalDetectorTests {
  @Test(arguments: [
    ("jane.doe+tag@example.co.uk", "", ""), ("to <jane@example.com>.", "to <", ">."),
    ("mailto:jane_d@ex-ample.org?x", "mailto:", "?x"), ("ünï@exämple.com", "", ""), ("a@b.c", "", ""),
    ("x=o'neil@example.com, y", "x=", ", y"), ("/u/jane%40example.com/cart", "/u/", "/cart"),
    ("jane@example.com.", "", "."),
  ])
  func mailAddressesGetAPseudonym(_ text: String, _ before: String, _ after: String) throws {
    for mode in [PrivacyMode.balanced, .strict] {
      let left = try #require(try scrubbed(text, mode))
      #expect(left.hasPrefix(before) && left.hasSuffix(after) && !left.contains("@"))
      #expect(left.contains("anon-"))
    }
    #expect(try scrubbed(text, .minimal) == text)
  }

  @Test func aMailAddressHasTheSamePseudonymEverywhere() throws {
    let first = try scrubbed("jane@example.com", .balanced)
    #expect(isPseudonym(first))
    #expect(try scrubbed("to jane@example.com", .balanced) == first.map { "to \($0)" })
    #expect(try scrubbed("jane@example.com", .balanced, key: "user.id") == first)
  }

  @Test(arguments: [
    "user@host", "@decorator.name", "a @ b.c", "@", "@@", "@.x", "x@.", "pkg@1", "git@github:x",
  ])
  func otherUsesOfTheSignPass(_ text: String) throws {
    #expect(try scrubbed(text, .balanced) == text)
  }

  @Test(arguments: [
    ("/home/jane/src/a.py", "/home/<user>/src/a.py"), ("/Users/jane", "/Users/<user>"),
    ("open /home/jane", "open /home/<user>"), ("C:\\Users\\Jane Doe", "C:\\Users\\<user> Doe"),
    ("C:\\\\Users\\\\jane\\\\x", "C:\\\\Users\\\\<user>\\\\x"),
    ("file:///home/jane/x", "file:///home/<user>/x"), ("c:\\users\\jane\\x", "c:\\users\\<user>\\x"),
    ("C:/Users/jane/x", "C:/Users/<user>/x"), ("c:/users/jane/x", "c:/users/<user>/x"),
    ("/mnt/c/Users/jane", "/mnt/c/Users/<user>"), ("/c/Users/jane", "/c/Users/<user>"),
    ("/var/home/jane/x", "/var/home/<user>/x"), ("/export/home/jane", "/export/home/<user>"),
    ("a=/home/jane:/home/joe/x", "a=/home/<user>:/home/<user>/x"), ("\"/home/jane\"", "\"/home/<user>\""),
  ])
  func homeDirectoriesLoseTheirOwner(_ text: String, _ left: String) throws {
    #expect(try scrubbed(text, .balanced) == left)
    #expect(try scrubbed(text, .strict) == left)
    #expect(try scrubbed(text, .minimal) == text)
    #expect(isPseudonym(try scrubbedInStream(text, .balanced)))
  }

  @Test(arguments: [
    "https://example.com/home/news", "/var/home", "/home/", "/home", "/homes/x", "a/home/b", "/Users",
    "/root/x", "/api/users/12",
    "https://x.org/users/jane",
  ])
  func otherPathsPass(_ text: String) throws {
    #expect(try scrubbed(text, .balanced) == text)
  }

  @Test(arguments: [
    ("203.0.113.77", "203.0.113.0"), ("from 10.1.2.3:8080", "from 10.1.2.0:8080"),
    ("http://192.168.1.20/x", "http://192.168.1.0/x"), ("(1.2.3.4)", "(1.2.3.0)"),
    ("at 1.2.3.4.", "at 1.2.3.0."),
    ("1.2.3.4, 5.6.7.8", "1.2.3.0, 5.6.7.0"), ("255.255.255.255", "255.255.255.0"),
    ("/10.1.2.3:80", "/10.1.2.0:80"), ("db.internal/10.1.2.3", "db.internal/10.1.2.0"),
    ("::ffff:10.1.2.3", "::ffff:10.1.2.0"),
  ])
  func addressesLoseTheirLastNumber(_ text: String, _ left: String) throws {
    #expect(try scrubbed(text, .balanced) == left)
    #expect(try scrubbed(text, .strict) == left)
    #expect(try scrubbed(text, .minimal) == text)
    #expect(isPseudonym(try scrubbedInStream(text, .balanced)))
  }

  @Test(arguments: [
    "1.2.3", "1.2.3.4.5", "v1.2.3.4", "1.2.3.256", "1.2.3.1000", "1..2.3", "10.0.0.0", "lib-1.2.3.4",
    "1.2.3.4-beta",
    "Lib/1.2.3.4", "127.0.0.1", "12", "3.14", "...", "1.2.3.4a",
  ])
  func otherNumbersPass(_ text: String) throws {
    #expect(try scrubbed(text, .balanced) == text)
  }

  /// Bytes are often texts.
  @Test func bytesAreScrubbedLikeTexts() throws {
    for noise in [[], [0xff]] as [[UInt8]] {
      let span = Sample.span {
        $0.attribute(9, "http.route") { $0.payload(7, Array("to jane@example.com ".utf8) + noise) }
      }
      let processed = try process(.traces, Sample.request([span]), .passing(.balanced))
      #expect(!processed.output.contains("jane"))
      #expect(processed.items.kept == 1)
      #expect(
        ProtobufTree.payloads(processed.records.first ?? [], 9, 2, 7).first?.suffix(noise.count) == noise[...]
      )
    }
  }

  @Test(arguments: [
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"), ("2001:DB8::1", "2001:db8::"),
    ("[2001:db8:abcd:12::5]:443", "[2001:db8:abcd::]:443"), ("fe80::1ff:fe23:4567:890a%eth0", "fe80::%eth0"),
    ("from fd12:3456:789a:1::1, then", "from fd12:3456:789a::, then"), ("at 2a00::1.", "at 2a00::."),
    ("http://[2001:db8:0:1::2]/x", "http://[2001:db8::]/x"),
  ])
  func addressesOfVersion6LoseAllButTheirNetwork(_ text: String, _ left: String) throws {
    #expect(try scrubbed(text, .balanced) == left)
    #expect(try scrubbed(left, .balanced) == left)
    #expect(try scrubbed(text, .minimal) == text)
    #expect(isPseudonym(try scrubbedInStream(text, .balanced)))
  }

  @Test(arguments: [
    "::1", "::", "12:34:56", "aa:bb:cc:dd:ee:ff", "std::vector", "crate::cafe::f00d", "a::b1", "2001:db8:1::",
    "00:11:22:33:44:55:66:77", "x2001:db8::1", "10:20", "3:4:5:6:7:8:9",
  ])
  func otherColonsPass(_ text: String) throws {
    #expect(try scrubbed(text, .balanced) == text)
  }

  @Test(arguments: [
    ("4111111111111111", "[REDACTED]"), ("card 4111 1111 1111 1111.", "card [REDACTED]."),
    ("5500-0000-0000-0004", "[REDACTED]"), ("3782 822463 10005", "[REDACTED]"),
    ("378282246310005", "[REDACTED]"), ("30569309025904", "[REDACTED]"), ("6011111111111117", "[REDACTED]"),
    ("3530111333300000", "[REDACTED]"), ("pan=4012888888881881;", "pan=[REDACTED];"),
    ("4222222222222 and 2223003122003222", "[REDACTED] and [REDACTED]"),
    ("no-4111111111111111", "no-[REDACTED]"), ("4111 1111 1111 1111 123", "[REDACTED] 123"),
  ])
  func cardNumbersGo(_ text: String, _ left: String) throws {
    #expect(try scrubbed(text, .balanced) == left)
    #expect(try scrubbed(text, .minimal) == text)
    #expect(isPseudonym(try scrubbedInStream(text, .balanced)))
  }

  @Test(arguments: [
    "4111111111111112", "1764345600000000000", "1764345600000", "0.4111111111111111", "x4111111111111111",
    "4111111111111111a", "2026-11-28 15:31:07", "411111111111111", "9111111111111111",
    "7a1f0c1e-6b0a-4d2c-9f3e-2b6f8b1f3c11", "00000000000000000000", "4111 1111 1111 1112",
    "41111111111111111111",
  ])
  func otherLongNumbersPass(_ text: String) throws {
    #expect(try scrubbed(text, .balanced) == text)
  }

  @Test(arguments: [
    ("https://x.org/p?q=shoes&page=2#top", "https://x.org/p?q=REDACTED&page=REDACTED#top"),
    ("GET /p?q=a b", "GET /p?q=REDACTED b"), ("/p?flag&x=1", "/p?REDACTED&x=REDACTED"),
    ("https://x.org/find?jane", "https://x.org/find?REDACTED"),
    ("/p?a=b=c;d=e", "/p?a=REDACTED;d=REDACTED"), ("/p?mail=jane@example.com", "/p?mail=REDACTED"),
    ("/p?x=/home/jane/y&z=2001:db8::1", "/p?x=REDACTED&z=REDACTED"),
  ])
  func valuesOfQueriesGo(_ text: String, _ left: String) throws {
    #expect(try scrubbed(text, .balanced) == left)
    #expect(try scrubbed(left, .balanced) == left)
    #expect(try scrubbed(text, .minimal) == text)
  }

  @Test(arguments: [
    ("a=1&b=two words", "a=REDACTED&b=REDACTED"), ("?a=1", "?a=REDACTED"), ("jane", "REDACTED"),
    ("a=[REDACTED]&b=", "a=[REDACTED]&b="), ("token=x&b=1", "token=[REDACTED]&b=REDACTED"),
  ])
  func aQueryByItsKeyNeedsNoMark(_ text: String, _ left: String) throws {
    #expect(try scrubbed(text, .balanced, key: "url.query") == left)
    #expect(try scrubbed(left, .balanced, key: "url.query") == left)
    #expect(isPseudonym(try scrubbedInStream("a=1", .balanced, key: "url.query")))
  }

  @Test(arguments: ["why?", "is it? yes = no", "a ? b = c", "x=1&y=2", "/p?", "why?flag"])
  func otherQuestionsPass(_ text: String) throws {
    #expect(try scrubbed(text, .balanced) == text)
  }

  @Test(arguments: [
    ("+49 (30) 123-4567", "[REDACTED]"),
    ("call 030/1234567 or 0171 7654321", "call [REDACTED] or [REDACTED]"),
    ("n/a", "n/a"), ("12345", "12345"),
  ])
  func phoneNumbersGoUnderTheirKeys(_ text: String, _ left: String) throws {
    for key in ["customer.phone", "phoneNumber", "tel", "contact_mobile"] {
      #expect(try scrubbed(text, .balanced, key: key) == left)
      #expect(try scrubbed(text, .minimal, key: key) == text)
    }
    #expect(try scrubbed(text, .balanced, key: "http.route") == text)
  }

  @Test func aPhoneNumberMayBeANumber() throws {
    for (number, isLeft) in [(4_915_112_345_678, false), (12, true)] as [(UInt64, Bool)] {
      let span = Sample.span { $0.attribute(9, "phone") { $0.varint(3, number) } }
      let record = try #require(process(.traces, Sample.request([span]), .passing(.balanced)).records.first)
      #expect((record == span) == isLeft)
      #expect(isLeft || record.attributes(9) == ["phone": "[REDACTED]"])
    }
  }

  /// Of two findings that overlap, nothing of either is left.
  @Test(arguments: [
    "/p?k=-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY----- x",
    "https://jane:secret@ex.org/home/x",
    "\"password\": \"se\\\"cret jane@example.com\"", "?a=secret'/home/secret",
  ])
  func findingsMayOverlap(_ text: String) throws {
    let left = try #require(try scrubbed(text, .balanced))
    #expect(!left.contains("secret") && !left.contains("cret"))
    #expect(try scrubbed(left, .balanced) == left)
  }
}
