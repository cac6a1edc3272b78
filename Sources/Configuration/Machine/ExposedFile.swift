/// Files with secrets that every user of the machine can read.
enum ExposedFile {
  /// The mode in octal of a file that others may read; nil for any other, and for what an orchestrator mounts
  /// into a container, whose only user is this program.
  static func mode(of path: String, in files: any FileReader) -> String? {
    guard let mode = files.mode(of: path), mode & 0o004 != 0 else { return nil }
    let canonical = files.canonicalPath(path)
    guard !isMounted(path), !isMounted(canonical) else { return nil }
    return String(mode & 0o777, radix: 8)
  }

  private static func isMounted(_ path: String) -> Bool {
    if ["/run/secrets/", "/var/run/secrets/"].contains(where: { path.hasPrefix($0) }) { return true }
    // Kubernetes swaps a volume's content by a link to a folder such as `..2026_09_30_12_00_00.123`.
    return path.split(separator: "/").contains { $0.hasPrefix("..") && $0 != ".." }
  }

  static let page = RulePage(
    .exposedSecret, "exposed-secret", .warning,
    "Every user of the machine can read a file that holds a secret.",
    """
    A private key, or the file of a `${file:…}`, has a mode that lets others read it, so that it is known to every \
    program on the machine. `chmod 600` it, and make it the gateway's own with `chown`. Secrets that Docker or \
    Kubernetes mount (`/run/secrets`, volumes) have the mode that these give them and are passed over.
    """)
}
