internal import Foundation

/// The file system of this machine; `-` is standard input.
package struct LocalFiles: FileReader {
  package init() {}

  package func read(_ path: String, maxBytes: Int) throws(FileProblem) -> [UInt8] {
    if path == "-" { return try bytes(of: .standardInput, maxBytes) }
    guard let type = type(of: path) else { throw .notFound }
    if type == .typeDirectory { throw .isFolder }
    guard let handle = FileHandle(forReadingAtPath: path) else { throw .notPermitted }
    defer { try? handle.close() }
    return try bytes(of: handle, maxBytes)
  }

  private func bytes(of handle: FileHandle, _ maxBytes: Int) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      while let chunk = try handle.read(upToCount: 64 << 10), !chunk.isEmpty {
        bytes += chunk
        if bytes.count > maxBytes { break }
      }
    } catch {
      throw .other("reading it failed")
    }
    guard bytes.count <= maxBytes else { throw .tooLarge(maxBytes: maxBytes) }
    return bytes
  }

  package func exists(_ path: String) -> Bool {
    guard let type = type(of: path) else { return false }
    return type != .typeDirectory
  }

  private func type(of path: String) -> FileAttributeType? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: canonicalPath(path))
    return attributes?[.type] as? FileAttributeType
  }

  package func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  package func canonicalPath(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  package func mode(of path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: canonicalPath(path))
    return attributes?[.posixPermissions] as? Int
  }

  package func canWrite(in folder: String) -> Bool {
    var folder = canonicalPath(folder)
    while type(of: folder) == nil, folder != "/" { folder = PathText.folder(of: folder) }
    return type(of: folder) == .typeDirectory && FileManager.default.isWritableFile(atPath: folder)
  }
}
