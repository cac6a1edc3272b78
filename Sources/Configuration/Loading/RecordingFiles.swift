internal import Synchronization

/// The file system, and which of it was read: what a reload has to look at again.
final class RecordingFiles: FileReader {
  private let files: any FileReader
  private let recorded = Mutex<[String]>([])

  init(_ files: any FileReader) { self.files = files }

  /// What was read, in the order of first mention.
  var paths: [String] { recorded.withLock { $0 } }

  func read(_ path: String, maxBytes: Int) throws(FileProblem) -> [UInt8] {
    record(path)
    return try files.read(path, maxBytes: maxBytes)
  }

  func exists(_ path: String) -> Bool { files.exists(path) }

  func names(in folder: String) -> [String] {
    record(folder)
    return files.names(in: folder)
  }

  func mode(of path: String) -> Int? { files.mode(of: path) }

  func canWrite(in folder: String) -> Bool { files.canWrite(in: folder) }

  func canonicalPath(_ path: String) -> String { files.canonicalPath(path) }

  private func record(_ path: String) {
    // Neither changes in a way that a reload is to follow.
    guard path != "-", !path.hasPrefix("/proc/") else { return }
    recorded.withLock { if !$0.contains(path) { $0.append(path) } }
  }
}
