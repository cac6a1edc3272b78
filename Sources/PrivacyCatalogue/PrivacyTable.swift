/// What each mode does, for people: one row for each class of what can be private.
///
/// On what identifies a metric stream (attributes of resources, scopes and data points; names, descriptions and
/// units) whatever the table says is replaced, masked or cut becomes the keyed pseudonym of the whole text, in every
/// mode, and nothing is dropped, so that two streams never become one.
package struct PrivacyTable {
  package struct Row: Sendable {
    /// The class.
    package let name: String
    /// Where it is looked for.
    package let appliesTo: String
    package let minimal: String
    package let balanced: String
    package let strict: String
    /// The `rule` labels that it is counted under.
    package let rules: [PrivacyRule]
  }

  package static let rows: [Row] = credentials + people + structure

  private static let stays = "stays"
  private static let replaced = "replaced by `privacy.replacement`"

  /// What every mode does.
  private static func always(_ name: String, _ appliesTo: String, _ deed: String, _ rules: [PrivacyRule])
    -> Row
  {
    Row(name: name, appliesTo: appliesTo, minimal: deed, balanced: deed, strict: deed, rules: rules)
  }

  /// What `balanced` and `strict` do.
  private static func people(_ name: String, _ appliesTo: String, _ deed: String, _ rules: [PrivacyRule])
    -> Row
  {
    Row(name: name, appliesTo: appliesTo, minimal: stays, balanced: deed, strict: deed, rules: rules)
  }

  private static let credentials: [Row] = [
    always(
      "values of credentials",
      "attributes whose key says so: `password`, `api_key`, `auth_token`, `cookie`, …",
      "the whole value is \(replaced)", [.credentialKey]),
    always(
      "authorization headers", "`Bearer …` and `Basic …` in any text", "what follows is \(replaced)",
      [.authorization]),
    always("JSON web tokens", "`eyJ….….…` in any text", replaced, [.jsonWebToken]),
    always("private keys", "PEM blocks in any text", "the block is \(replaced)", [.privateKey]),
    always(
      "tokens of clouds and forges", "`ghp_…`, `glpat-…`, `xoxb-…`, `AKIA…`, `sk-…`, `hvs.…`, … in any text",
      replaced,
      [.knownToken]),
    always(
      "users and passwords in URLs", "`scheme://user:password@host` in any text", "become `redacted`",
      [.urlPassword]),
    always(
      "parameters that are credentials",
      "`token=…`, `X-Amz-Signature=…`, `\"password\": \"…\"` in any text, queries among them",
      "the value is \(replaced)",
      [.credentialParameter]),
  ]

  private static let people: [Row] = [
    people("e-mail addresses", "any text", "a pseudonym", [.email]),
    people(
      "users", "attributes whose key names a person: `enduser.id`, `user.name`, `process.owner`, …",
      "a pseudonym",
      [.userID]),
    people(
      "owners of home directories", "`/home/…`, `/Users/…`, `C:\\Users\\…` in any text; `/root` stays",
      "the name becomes `<user>`", [.homeDirectory]),
    people(
      "IPv4 addresses", "any text, but versions under keys that end in `version`; 127.0.0.0/8 stays",
      "the last number becomes 0 (/24)", [.ipAddress]),
    people(
      "IPv6 addresses", "any text; `::1` stays", "the first 48 bits stay", [.ipAddress]),
    people(
      "payment cards", "13 to 19 digits of a known issuer with a right check digit, in any text", replaced,
      [.paymentCard]),
    people(
      "phone numbers", "texts and whole numbers under keys such as `phone`, `mobile` or `fax`", replaced,
      [.phoneNumber]),
    people(
      "values of queries", "behind the `?` of a URL in any text; everything under keys that end in `query`",
      "become `REDACTED`", [.queryValue]),
    people(
      "literals of SQL", "`db.statement`, `db.query.text`; whole values of `db.query.parameter.*`",
      "become `?`; parameters are \(replaced)", [.statement]),
  ]

  private static let structure: [Row] = [
    Row(
      name: "other attributes", appliesTo: "keys that are not on the list of harmless ones, at any depth",
      minimal: stays, balanced: stays,
      strict: "left out, and counted in `dropped_attributes_count`", rules: [.notAllowed]),
    Row(
      name: "prose",
      appliesTo: "bodies of logs, messages of statuses, `exception.message`, `exception.stacktrace`",
      minimal: "as any text", balanced: "as any text",
      strict:
        "a template: words with digits, signs or quotes, and what follows words such as `user`, become `<*>`",
      rules: [.template]),
    Row(
      name: "bytes", appliesTo: "values that are bytes",
      minimal: "UTF-8 as any text, others are searched, too",
      balanced: "UTF-8 as any text, others are searched, too",
      strict: "UTF-8 as any text, others are \(replaced)", rules: [.notAllowed]),
    always(
      "trace states", "`tracestate` of spans and links",
      "a member in which a rule finds something is left out; `th` and `rv` stay", [.traceState]),
    Row(
      name: "unknown fields", appliesTo: "fields of newer protocols that may hold text",
      minimal: "left out if a rule finds something", balanced: "left out if a rule finds something",
      strict: "left out", rules: [.unknownField]),
    always(
      "own keys", "`privacy.drop`, `redact` and `hash`", "left out; \(replaced); a pseudonym",
      [.ownDrop, .ownRedact, .ownHash]),
    always(
      "own patterns", "`privacy.patterns`, in any text", "replaced by the pattern's own replacement",
      [.ownPattern]),
  ]
}
