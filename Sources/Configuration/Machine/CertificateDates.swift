/// When a certificate is valid, beside the clock of this machine.
enum CertificateDates {
  private static let warningDays: Int64 = 30

  /// What is wrong, each as the end of "holds a certificate that …".
  static func problems(
    of validity: CertificateValidity, now: Int64
  ) -> [(code: DiagnosticCode, text: String)] {
    var problems: [(code: DiagnosticCode, text: String)] = []
    if validity.notAfter < now {
      problems.append((.expiredCertificate, "expired on \(CalendarDate.text(ofSecond: validity.notAfter))"))
    } else if validity.notAfter < now + warningDays * 86_400 {
      problems.append((.expiringCertificate, "expires on \(CalendarDate.text(ofSecond: validity.notAfter))"))
    }
    if validity.notBefore > now {
      let day = CalendarDate.text(ofSecond: validity.notBefore)
      problems.append((.futureCertificate, "is valid only from \(day)"))
    }
    return problems
  }

  static let expiredPage = RulePage(
    .expiredCertificate, "expired-certificate", .error, "A certificate is no longer valid.",
    """
    The peer refuses an expired certificate, so nothing would come in through this listener, or nothing would reach \
    this target. Of a chain the first certificate counts, of a file of authorities the one that is valid longest. \
    Renew it. To start all the same, `lint: { HG204: warning }`.
    """)

  static let expiringPage = RulePage(
    .expiringCertificate, "expiring-certificate", .warning, "A certificate expires within 30 days.",
    """
    Whatever renews this certificate should have done so by now. The gateway reads certificates when it starts and \
    when it reloads its configuration: after a renewal send it SIGHUP.
    """)

  static let futurePage = RulePage(
    .futureCertificate, "future-certificate", .warning, "A certificate is not valid yet.",
    """
    Peers refuse the certificate until that day. Either it was made for later, or the clock of this machine, or of \
    the one that made it, is wrong.
    """)
}
