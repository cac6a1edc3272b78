/// One field of a message as the `.proto` file declares it; what the lookup tables are built from.
package struct FieldDefinition: Sendable, Equatable {
  package let number: UInt8
  /// The lowerCamelCase name that OTLP/JSON uses.
  package let name: String
  package let kind: FieldKind
  /// What kind `message` holds; nil for every other kind.
  package let message: MessageType?
  package let isRepeated: Bool
  /// Whether the field is a member of the message's `oneof`. No OTLP message has more than one.
  package let isChoice: Bool

  private init(
    _ number: UInt8, _ name: String, _ kind: FieldKind, message: MessageType? = nil,
    isRepeated: Bool = false, isChoice: Bool = false
  ) {
    self.number = number
    self.name = name
    self.kind = kind
    self.message = message
    self.isRepeated = isRepeated
    self.isChoice = isChoice
  }

  static func one(_ number: UInt8, _ name: String, _ kind: FieldKind) -> Self {
    Self(number, name, kind)
  }

  static func one(_ number: UInt8, _ name: String, _ message: MessageType) -> Self {
    Self(number, name, .message, message: message)
  }

  static func many(_ number: UInt8, _ name: String, _ kind: FieldKind) -> Self {
    Self(number, name, kind, isRepeated: true)
  }

  static func many(_ number: UInt8, _ name: String, _ message: MessageType) -> Self {
    Self(number, name, .message, message: message, isRepeated: true)
  }

  static func choice(_ number: UInt8, _ name: String, _ kind: FieldKind) -> Self {
    Self(number, name, kind, isChoice: true)
  }

  static func choice(_ number: UInt8, _ name: String, _ message: MessageType) -> Self {
    Self(number, name, .message, message: message, isChoice: true)
  }
}
