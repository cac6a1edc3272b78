internal import LocalTargets

/// The files that file targets have open. A path is opened once however many targets write to it, before
/// and after a reload; it closes when the last of them is gone.
struct OpenFiles {
  private struct Entry {
    weak var target: FileTarget?
  }

  private let stateDirectory: String?
  private var entries: [String: Entry] = [:]

  init(stateDirectory: String?) { self.stateDirectory = stateDirectory }

  /// - Throws: `StartError`, which names the target.
  mutating func open(_ path: String, for name: String) throws(StartError) -> FileTarget {
    guard let path = absolute(path) else {
      throw .configuration(
        "targets.\(name).endpoint: \(path) is relative and there is no state directory; set "
          + "STATE_DIRECTORY or give an absolute path")
    }
    entries = entries.filter { $0.value.target != nil }
    if let target = entries[path]?.target { return target }
    do throws(FileTargetError) {
      let target = try FileTarget(path: path)
      entries[path] = Entry(target: target)
      return target
    } catch {
      throw .unavailable("target \(name): \(error)")
    }
  }

  private func absolute(_ path: String) -> String? {
    if path.hasPrefix("/") { return path }
    return stateDirectory.map { "\($0)/\(path)" }
  }
}
