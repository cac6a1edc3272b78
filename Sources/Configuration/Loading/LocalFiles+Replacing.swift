internal import FoundationEssentials

extension LocalFiles {
  /// Puts another text into a file at once, so that a reader sees the old one or the new one and never a part.
  /// Permissions and, where this user may, the owner stay.
  ///
  /// - Parameters:
  ///   - path: Without symbolic links, which would be replaced by a file.
  ///   - before: What the file holds; another text is somebody else's change and stays.
  ///   - after: What it shall hold.
  /// - Throws: If the file has changed or cannot be written; it is as it was then.
  package func replace(_ path: String, before: [UInt8], with after: [UInt8]) throws(FileProblem) {
    guard try read(path, maxBytes: before.count) == before else { throw .other("it has changed meanwhile") }
    let manager = FileManager.default
    guard manager.isWritableFile(atPath: path) else { throw .notPermitted }
    do {
      let kept = try manager.attributesOfItem(atPath: path).filter {
        [.posixPermissions, .ownerAccountID, .groupOwnerAccountID].contains($0.key)
      }
      // Written beside it and renamed.
      try Data(after).write(to: URL(fileURLWithPath: path), options: .atomic)
      if let mode = kept[.posixPermissions] {
        try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      }
      try? manager.setAttributes(kept, ofItemAtPath: path)
    } catch {
      throw .other("writing it failed")
    }
  }
}
