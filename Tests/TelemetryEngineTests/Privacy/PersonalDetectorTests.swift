import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct PersonalDetectorTests {
  @Test(arguments: [
    ("jane.doe+tag@example.co.uk", "", ""), ("to <jane@example.com>.", "to <", ">."),
    ("mailto:jane_d@ex-ample.org?x", "mailto:", "?x"), ("ünï@exämple.com", "", ""), ("a@b.c", "", ""),
    ("x=o'neil@example.com, y", "x=", ", y"), ("jane@example.com.", "", "."),
  ])
  func mailAddressesGetAPseudonym(_ text: String, _ before: String, _ after: String) throws {
    for mode in [PrivacyMode.balanced, .strict] {
      let left = try #require(try scrubbed(text, mode))
      // "x=" belongs to what may stand before the @ of an address.
      let expected = text.hasPrefix("x=") ? left.hasPrefix("anon-") : left.hasPrefix(before)
      #expect(expected && left.hasSuffix(after) && !left.contains("@"))
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
    ("file:///home/jane/x", "file:///home/<user>/x"),
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
  ])
  func otherPathsPass(_ text: String) throws {
    #expect(try scrubbed(text, .balanced) == text)
  }

  @Test(arguments: [
    ("203.0.113.77", "203.0.113.0"), ("from 10.1.2.3:8080", "from 10.1.2.0:8080"),
    ("http://192.168.1.20/x", "http://192.168.1.0/x"), ("(1.2.3.4)", "(1.2.3.0)"),
    ("at 1.2.3.4.", "at 1.2.3.0."),
    ("1.2.3.4, 5.6.7.8", "1.2.3.0, 5.6.7.0"), ("255.255.255.255", "255.255.255.0"),
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
    "/1.2.3.4", "12", "3.14", "...", "1.2.3.4a",
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
}
