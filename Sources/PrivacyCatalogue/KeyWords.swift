/// The words of an attribute key in lower case: `http.request.header.X-API-Key` and `apiKey` both end in
/// `api`, `key`.
struct KeyWords {
  let words: [String]
  /// All words without what was between them.
  let joined: String

  init(_ key: String) {
    var words: [String] = []
    var word = ""
    var previous: Character = "."
    for character in key {
      let startsWord = character.isUppercase && (previous.isLowercase || previous.isNumber)
      if startsWord || !(character.isLetter || character.isNumber) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if character.isLetter || character.isNumber { word += character.lowercased() }
      previous = character
    }
    if !word.isEmpty { words.append(word) }
    self.words = words
    joined = words.joined()
  }
}
