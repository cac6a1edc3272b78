/// `${file:…}` that everybody may read holds no secret.
struct SecretFileRule {
  let files: any FileReader

  func findings(_ settings: ResolvedSettings) -> [Diagnostic] {
    settings.inForce.flatMap { assignment in
      ReferenceScan.references(in: assignment.written).compactMap { reference in
        guard case .file(let path) = reference, let mode = ExposedFile.mode(of: path, in: files) else {
          return nil
        }
        return Diagnostic(
          DiagnosticCode.exposedSecret.page.severity, .exposedSecret,
          "\(assignment.subject): every user of this machine can read `\(path.shown)` (mode \(mode)); "
            + "`chmod 600` it", at: assignment.place, path: assignment.path)
      }
    }
  }
}
