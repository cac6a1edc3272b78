internal import Glibc

/// Lines on standard error, which may be closed: nothing that happens to it matters.
package enum ErrorLine {
  package static func write(_ text: String) {
    var pipe = SignalSet.of(SIGPIPE)
    var original = sigset_t()
    // The sets, the bytes and the time live here and are not used after the calls.
    unsafe pthread_sigmask(SIG_BLOCK, &pipe, &original)
    var rest = Array((text + "\n").utf8)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { bytes in
        unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
      }
      if written < 0, errno == EINTR { continue }
      if written < 0, errno == EPIPE {
        var noTime = timespec()
        unsafe sigtimedwait(&pipe, nil, &noTime)
      }
      guard written > 0 else { break }
      rest = rest.dropFirst(written)
    }
    unsafe pthread_sigmask(SIG_SETMASK, &original, nil)
  }
}
