import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct KeyRuleTests {
  static let credentials = [
    "password", "db.password", "PASSWORD", "user.passwd", "http.request.header.authorization",
    "authorization",
    "cookie", "http.request.header.set-cookie", "api_key", "apiKey", "x-api-key", "API-KEY",
    "aws.secret.access.key",
    "client_secret", "clientSecret", "secret", "private_key", "auth_token", "accessToken", "refresh-token",
    "token",
    "session_token", "db.credentials", "bearer",
  ]
  static let harmless = [
    "input_tokens", "token.type", "gen_ai.usage.output_tokens", "passenger", "secretary", "keyboard",
    "author",
    "monkey", "tokenizer", "cookiecutter.version",
  ]

  @Test(arguments: credentials, PrivacyMode.allCases)
  func aCredentialNeverLeaves(_ key: String, _ mode: PrivacyMode) throws {
    let span = Sample.span { $0.attribute(9, key, "hunter2") }
    let processed = try process(.traces, Sample.request([span]), .passing(mode))
    #expect(processed.records.first?.attributes(9)[key] == "[REDACTED]")
    #expect(processed.redactions == [.credentialKey: 1])
    #expect(isPseudonym(try scrubbedInStream("hunter2", mode, key: key)))
  }

  @Test(arguments: harmless)
  func aWordThatLooksLikeOnePasses(_ key: String) throws {
    #expect(try scrubbed("plain", .balanced, key: key) == "plain")
  }

  /// Whatever type the value has.
  @Test(arguments: PrivacyMode.allCases)
  func aCredentialOfAnyTypeGoes(_ mode: PrivacyMode) throws {
    let values: [(inout ProtobufBytes) -> Void] = [
      { $0.varint(3, 4711) }, { $0.payload(7, [1, 2, 3]) }, { $0.fixed64(4, 7) },
      { $0.message(5) { $0.message(1) { $0.text(1, "hunter2") } } },
      { $0.message(6) { $0.attribute(1, "k", "hunter2") } },
    ]
    for value in values {
      let span = Sample.span { $0.attribute(9, "password", value) }
      let record = try #require(process(.traces, Sample.request([span]), .passing(mode)).records.first)
      #expect(record.attributes(9) == ["password": "[REDACTED]"])
    }
  }

  static let users = [
    "enduser.id", "user.id", "user.name", "User.Email", "user.full_name", "process.owner", "db.user", "user",
    "username", "login", "userId", "app.user.id", "customer_id", "process.real_user.name",
  ]

  @Test(arguments: users)
  func aUserGetsAPseudonym(_ key: String) throws {
    #expect(isPseudonym(try scrubbed("jane", .balanced, key: key)))
    #expect(isPseudonym(try scrubbedInStream("jane", .balanced, key: key)))
    #expect(try scrubbed("jane", .minimal, key: key) == "jane")
    // `strict` has no need of it.
    #expect(try scrubbed("jane", .strict, key: key) == nil)
  }

  @Test func aPseudonymIsStableAndKeyed() throws {
    let jane = try scrubbed("jane", .balanced, key: "user.id")
    #expect(try scrubbed("jane", .balanced, key: "enduser.id") == jane)
    #expect(try scrubbed("joe", .balanced, key: "user.id") != jane)
    let other = try scrubbedInStream("jane", .balanced, key: "user.id", secret: "another")
    #expect(isPseudonym(other) && other != jane)
  }

  @Test(arguments: [
    ("plugin", true), ("http.route", true), ("HTTP.Route", true), ("service.version", true),
    ("exit_code", true),
    ("customer.name", false), ("url.full", false), ("http.url", false), ("", false), ("plugin2", false),
  ])
  func strictLetsListedKeysThrough(_ key: String, _ passes: Bool) throws {
    let span = Sample.span { $0.attribute(9, key, "word") }
    let processed = try process(.traces, Sample.request([span]), .passing(.strict))
    let record = try #require(processed.records.first)
    #expect(record.attributes(9) == (passes ? [key: "word"] : [:]))
    #expect(processed.redactions == (passes ? [:] : [.notAllowed: 1]))
    #expect(try isPseudonym(scrubbedInStream("word", .strict, key: key)) == !passes)
  }

  /// What is left out is counted where OTLP has a count for it, on top of the sender's own.
  @Test func droppedAttributesAreCounted() throws {
    let span = Sample.span {
      $0.varint(10, 3)
      $0.attribute(9, "one", "x")
      $0.attribute(9, "two") { $0.varint(3, 1) }
      $0.message(11) {
        $0.text(2, "event")
        $0.attribute(3, "three", "x")
      }
      $0.message(13) { $0.attribute(4, "four", "x") }
    }
    let log = Sample.log { $0.attribute(6, "five", "x") }
    let record = try #require(process(.traces, Sample.request([span]), .passing(.strict)).records.first)
    #expect((ProtobufTree.fields(record) ?? []).last { $0.number == 10 }?.varint == 5)
    let event = try #require(ProtobufTree.payloads(record, 11).first)
    #expect(
      event
        == ProtobufBytes.message {
          $0.text(2, "event")
          $0.varint(4, 1)
        })
    #expect(ProtobufTree.payloads(record, 13) == [ProtobufBytes.message { $0.varint(5, 1) }])
    let written = try #require(process(.logs, Sample.request([log]), .passing(.strict)).records.first)
    #expect(written == Sample.log { $0.varint(7, 1) })
  }

  @Test func textsUnderProseKeysBecomeTemplatesInStrict() throws {
    let text = "File 'a.txt' not found for user jane at line 42, said \"ann lee smith\" (it doesn't matter)"
    #expect(
      try scrubbed(text, .strict, key: "exception.message")
        == "File <*> not found for user <*> at line <*> said <*> (it <*> matter)")
    #expect(try scrubbed(text, .balanced, key: "exception.message") == text)
    #expect(isPseudonym(try scrubbedInStream(text, .strict, key: "message")))
    #expect(try scrubbedInStream("not found", .strict, key: "message") == "not found")
    let log = try process(.logs, Sample.request([Sample.log(text)]), .passing(.strict)).records.first ?? []
    #expect(
      ProtobufTree.texts(log, 5, 1) == [
        "File <*> not found for user <*> at line <*> said <*> (it <*> matter)"
      ])
    let span = Sample.span { $0.message(15) { $0.text(2, text) } }
    let record = try process(.traces, Sample.request([span]), .passing(.strict)).records.first ?? []
    #expect(
      ProtobufTree.texts(record, 15, 2) == [
        "File <*> not found for user <*> at line <*> said <*> (it <*> matter)"
      ])
  }

  @Test(arguments: [
    ("SELECT * FROM users WHERE name = 'jane'", "SELECT * FROM users WHERE name = ?"),
    ("select a from t1 where b=42 and c = 1.5", "select a from t1 where b=? and c = ?"),
    ("x = 'it''s' and y = \"ab\"", "x = ? and y = ?"), ("a = $1 and b = :2", "a = $1 and b = :?"),
    ("SELECT 1", "SELECT ?"), ("SELECT a", "SELECT a"), ("x = 'open", "x = ?"),
    ("x = 'it\\'s' and y = 'secret'", "x = ?"), ("f($$it's$$, $a$x$a$)", "f(?, ?)"), ("a = $1", "a = $1"),
  ])
  func statementsLoseTheirLiterals(_ statement: String, _ expected: String) throws {
    #expect(try scrubbed(statement, .balanced, key: "db.statement") == expected)
    #expect(try scrubbed(statement, .balanced, key: "db.query.text") == expected)
    #expect(try scrubbed(statement, .minimal, key: "db.statement") == statement)
    let stream = try scrubbedInStream(statement, .balanced, key: "db.statement")
    #expect(statement == expected ? stream == statement : isPseudonym(stream))
  }
}
