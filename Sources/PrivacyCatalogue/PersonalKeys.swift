/// Keys about people, and texts that quote them.
enum PersonalKeys {
  /// Exact keys whose values name a person.
  static let userIDs: Set<String> = [
    "enduser.id", "user.id", "user.name", "user.email", "user.full_name", "user.hash", "process.owner",
    "process.user.name", "process.user.id", "process.real_user.name", "process.real_user.id",
    "process.saved_user.name", "process.saved_user.id", "db.user", "user", "username", "user_name", "login",
    "userid", "user_id", "uid", "owner", "account.id", "account_id", "customer.id", "customer_id",
  ]
  private static let people: Set<String> = ["user", "enduser", "customer", "member", "employee", "person"]
  private static let names: Set<String> = [
    "id", "name", "email", "login", "fullname", "firstname", "lastname",
  ]
  private static let squeezedNames = ["username", "userid", "useremail", "enduserid", "customerid"]
  private static let phones: Set<String> = [
    "phone", "telephone", "tel", "mobile", "cell", "cellphone", "fax", "msisdn", "phonenumber",
  ]

  static let prose: Set<String> = ["exception.message", "exception.stacktrace", "error.message", "message"]

  /// The exact keys above, for those that look for one with a prefix.
  static let listed: [String] =
    userIDs.sorted() + ["db.statement", "db.query.text", "db.query.parameter.x", "url.query", "url.full"]

  static func isUserID(_ lowercasedKey: String, _ key: KeyWords) -> Bool {
    if userIDs.contains(lowercasedKey) { return true }
    if let last = key.words.last, key.words.count >= 2 {
      let before = key.words[key.words.count - 2]
      if people.contains(before), names.contains(last) { return true }
      if key.words.count >= 3, last == "name", before == "full" || before == "first" || before == "last",
        people.contains(key.words[key.words.count - 3])
      {
        return true
      }
    }
    return key.words.last.map(squeezedNames.contains) ?? false
  }

  static func isStatement(_ lowercasedKey: String) -> Bool {
    lowercasedKey == "db.statement" || lowercasedKey == "db.query.text"
  }

  static func isLiteral(_ lowercasedKey: String) -> Bool { lowercasedKey.hasPrefix("db.query.parameter.") }

  static func isPhone(_ key: KeyWords) -> Bool { key.words.contains(where: phones.contains) }

  /// Keys under which a text without a `?` is a query string all the same.
  static func isQuery(_ lowercasedKey: String, _ key: KeyWords) -> Bool {
    key.words.last == "query" && !lowercasedKey.hasPrefix("db.")
      || lowercasedKey == "query_string" || lowercasedKey == "querystring"
  }
}
