/// One setting as the schema declares it: from this come decoding, defaults and messages, and every list
/// of settings that is shown to users.
package struct Setting: Sendable {
  package enum Shape: Sendable, Equatable {
    case value, list
    /// Free keys, each with a value of its own that merges by itself.
    case map
  }

  /// `NAME` stands for a name that users choose, such as that of a target.
  package let pattern: [String]
  package let shape: Shape
  package let kind: ValueKind
  /// What a value (of a list or map: one element) must be.
  package let expectation: String
  package let environmentExpectation: String
  /// As it would be written; nil where there is none, or only words for it.
  package let defaultText: String?
  /// What happens without a value where that is no value itself, in words, such as "one for each CPU".
  package let defaultNote: String?
  package let environment: String?
  package let documentation: String
  /// Whether the value is a credential wherever it comes from.
  package let isSensitive: Bool
  /// Whether a change of it takes effect only in a new process, so that a reload refuses it.
  package private(set) var needsRestart = false
  /// How many elements a list may have, or how many keys a map.
  package private(set) var count: ClosedRange<Int>?
  /// Of a map whose values are lists: how many elements each may have.
  package private(set) var elementCount: ClosedRange<Int>?
  /// What a key of a map must look like: an ECMA-262 regular expression, without anchors.
  private(set) var keyPattern: String?
  let decode: @Sendable ([ScalarText]) throws(ValueProblem) -> DecodedValue
  let decodeEnvironment: @Sendable (String) throws(ValueProblem) -> [EnvironmentValue]
  /// The key of a map in its canonical form.
  let checkKey: @Sendable (String) throws(ValueProblem) -> String

  static let freeName = "NAME"

  /// The same setting, marked as one that only a new process can change.
  func needingRestart() -> Setting {
    var setting = self
    setting.needsRestart = true
    return setting
  }

  func counting(_ count: ClosedRange<Int>) -> Setting {
    var setting = self
    setting.count = count
    return setting
  }

  func keyed(_ pattern: String) -> Setting {
    var setting = self
    setting.keyPattern = pattern
    return setting
  }

  /// The same map, each of whose values is a list.
  func holdingLists(_ count: ClosedRange<Int>) -> Setting {
    var setting = self
    setting.elementCount = count
    return setting
  }

  /// One value of a map, as a setting of its own.
  var element: Setting {
    var setting = Setting(
      pattern: pattern, shape: elementCount == nil ? .value : .list, kind: kind, expectation: expectation,
      environmentExpectation: environmentExpectation, defaultText: nil, defaultNote: nil, environment: nil,
      documentation: documentation, isSensitive: isSensitive, decode: decode,
      decodeEnvironment: decodeEnvironment, checkKey: checkKey)
    setting.count = elementCount
    return setting
  }

  /// Whether a key of this map may say that its value is a credential; numbers are none.
  var mayHoldCredentials: Bool {
    if case .string = kind { true } else { false }
  }
}

/// A value of a setting whose type is settled.
package struct DecodedValue: Sendable {
  /// As it would be written in a file, without quotes.
  package var text: String
  var apply: @Sendable (inout ConfigurationDraft, SettingPath) -> Void
}

/// What a variable gives a setting; `key` is nil unless the setting is a map.
struct EnvironmentValue: Sendable {
  var key: String?
  var value: DecodedValue
}
