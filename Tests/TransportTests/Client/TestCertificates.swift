import Foundation
import NIOSSL
import Transport

/// Certificates made by the `openssl` command for one run of the tests: an authority, certificates
/// that it issued for a server (`localhost`, 127.0.0.1) and a client, and an authority nobody trusts.
final class TestCertificates: Sendable {
  /// Made by the first test that needs them.
  static let shared = Result { try TestCertificates() }

  private let directory: URL

  private init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "gw-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for name in ["ca", "other"] {
      try openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(name) "
          + "-keyout \(name).key -out \(name).pem")
    }
    try issue("server", names: "DNS:localhost,IP:127.0.0.1")
    try issue("elsewhere", names: "DNS:elsewhere.test")
    try issue("client", names: "DNS:client.test")
    try Data("not a certificate".utf8).write(to: directory.appending(path: "nonsense.pem"))
    try Data().write(to: directory.appending(path: "empty.pem"))
  }

  func path(_ name: String) -> String { directory.appending(path: name).path }

  /// TLS for a server, which asks for a client certificate if told so.
  func server(
    _ name: String = "server", protocols: [String] = [], asksForClient: Bool = false
  ) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(path("\(name).pem")).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: path("\(name).key"), format: .pem)))
    configuration.applicationProtocols = protocols
    if asksForClient {
      configuration.certificateVerification = .noHostnameVerification
      configuration.trustRoots = .file(path("ca.pem"))
    }
    return try NIOSSLContext(configuration: configuration)
  }

  private func issue(_ name: String, names: String) throws {
    try Data("subjectAltName=\(names)".utf8).write(to: directory.appending(path: "\(name).ext"))
    try openssl(
      "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=\(name) "
        + "-keyout \(name).key -out \(name).csr")
    try openssl(
      "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
        + "-extfile \(name).ext -out \(name).pem")
  }

  private func openssl(_ arguments: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = directory
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
  }

  deinit { try? FileManager.default.removeItem(at: directory) }
}
