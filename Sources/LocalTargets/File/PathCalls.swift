#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system calls on paths, with typed errors. The C strings live as long as the calls.
enum PathCalls {
  static func rename(_ old: String, to new: String) throws(SystemCallError) {
    guard posixRename(old, new) == 0 else { throw .last() }
  }

  /// Makes a directory with mode 0700; its parent must exist.
  static func makeDirectory(_ path: String) throws(SystemCallError) {
    guard unsafe mkdir(path, 0o700) == 0 else { throw .last() }
  }

  static func exists(_ path: String) -> Bool { (try? Descriptor.status(of: path)) != nil }
}

/// `rename`, under a name that a method of the same name does not hide.
private func posixRename(_ old: String, _ new: String) -> Int32 { unsafe rename(old, new) }
