/// `${env:NAME}`, `${env:NAME:-default}`, `${env:NAME:?message}`, `${file:/path}` and `$$` in values,
/// scanned once from left to right; what is put in is not scanned again.
struct References: Sendable {
  enum Result: Sendable {
    /// No reference in it; `$$` is `$` now.
    case literal(String)
    /// Holds what references stand for, which is secret.
    case secret(String)
    /// Judged alone, every reference has a default: this is the value without variables.
    case assumed(String)
    /// Judged alone, the value is not known here.
    case unknown
  }

  /// A reference that is wrong, with its place in the text counted in Unicode scalars.
  struct Fault: Error, Equatable {
    var code: DiagnosticCode
    var message: String
    var suggestion: String?
    var offset: Int
    var length: Int
    /// Whether it is `${NAME}`, in which only the source is missing.
    var lacksSource = false
  }

  private static let maxFileBytes = 64 << 10

  /// What references are looked up in; nil judges a file alone.
  var machine: Machine?

  func substitute(in text: String) throws(Fault) -> Result {
    var scan = ReferenceScan(text)
    var (output, isSecret, isKnown) = ("", false, true)
    while let piece = try scan.next() {
      switch piece.content {
      case .text(let text): output += text
      case .reference(let reference):
        isSecret = true
        if let value = try value(of: reference, piece) { output += value } else { isKnown = false }
      }
    }
    guard isSecret else { return .literal(output) }
    guard isKnown else { return .unknown }
    return machine == nil ? .assumed(output) : .secret(output)
  }

  private func value(of reference: Reference, _ piece: ReferenceScan.Piece) throws(Fault) -> String? {
    switch reference {
    case .environment(let name, let otherwise):
      if let value = machine?.environment[name], !value.isEmpty { return value }
      switch otherwise {
      // An empty default says that the value is the machine's to give.
      case .text(let text): return machine == nil && text.isEmpty ? nil : text
      case .failure(let message) where machine != nil:
        throw piece.fault(.undefinedReference, "the variable \(name) is not set: \(message.shown)")
      case .none where machine != nil:
        throw piece.fault(
          .undefinedReference, "the variable \(name) is not set and `${env:\(name)}` has no default",
          suggestion: "${env:\(name):-default}")
      case .failure, .none: return nil
      }
    case .file(let path):
      guard let machine else { return nil }
      do {
        let bytes = try machine.files.read(path, maxBytes: Self.maxFileBytes)
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw piece.fault(.undefinedReference, "the file \(path.shown) is not UTF-8")
        }
        return String(text.trimmed)
      } catch let fault as Fault {
        throw fault
      } catch {
        throw piece.fault(.undefinedReference, "the file \(path.shown) cannot be read: \(error)")
      }
    }
  }
}

/// One `${…}` taken apart.
enum Reference: Sendable, Equatable {
  enum Otherwise: Sendable, Equatable {
    case text(String)
    case failure(message: String)
  }

  case environment(name: String, otherwise: Otherwise?)
  case file(path: String)
}
