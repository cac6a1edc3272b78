internal import FoundationEssentials

/// The file system of this machine; `-` is standard input.
package struct LocalFiles: FileReader {
  package init() {}

  package func read(_ path: String, maxBytes: Int) throws(FileProblem) -> [UInt8] {
    if path == "-" { return try SystemFile.standardInput(maxBytes: maxBytes) }
    guard let status = SystemFile.status(of: path) else { throw .notFound }
    if status.isFolder { throw .isFolder }
    return try SystemFile.read(path, maxBytes: maxBytes)
  }

  package func exists(_ path: String) -> Bool {
    SystemFile.status(of: path).map { !$0.isFolder } ?? false
  }

  package func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  package func canonicalPath(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  package func mode(of path: String) -> Int? { SystemFile.status(of: path)?.permissions }

  package func canWrite(in folder: String) -> Bool {
    var folder = canonicalPath(folder)
    while SystemFile.status(of: folder) == nil, folder != "/" { folder = PathText.folder(of: folder) }
    return SystemFile.status(of: folder)?.isFolder == true
      && FileManager.default.isWritableFile(atPath: folder)
  }
}
