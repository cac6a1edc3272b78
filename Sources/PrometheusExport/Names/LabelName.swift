/// Escapes label names for the strategies that escape.
enum LabelName {
  /// Characters outside `[a-zA-Z0-9]` become `_`, runs of `_` become one, and a leading digit gets a `key_`;
  /// `__x__` keeps its underscores.
  static func escaped(_ key: String) -> String {
    let isReserved = key.utf8.count >= 4 && key.hasPrefix("__") && key.hasSuffix("__")
    let inner = isReserved ? key.dropFirst(2).dropLast(2) : Substring(key)
    var name = isReserved ? "__" : ""
    var lastIsUnderscore = false
    for scalar in inner.unicodeScalars {
      let isValid = scalar.isNamePart && scalar != ":"
      if isValid { name.unicodeScalars.append(scalar) } else if !lastIsUnderscore { name += "_" }
      lastIsUnderscore = !isValid
    }
    if isReserved { return name + "__" }
    return name.unicodeScalars.first.map { ("0"..."9").contains($0) } ?? false ? "key_" + name : name
  }
}
