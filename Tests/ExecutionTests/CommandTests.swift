import Glibc
import Testing

@testable import Execution

@Suite("How a command ended")
struct CommandOutcomeTests {
  @Test(
    "The status of wait4",
    arguments: [
      (0x0000, .exited(0), 0), (0x0100, .exited(1), 1), (0xff00, .exited(255), 255),
      (0x7f00, .exited(127), 127),
      (0x0009, .signalled(9), 137), (0x000f, .signalled(15), 143),
      // With a core dump.
      (0x008b, .signalled(11), 139),
    ] as [(Int32, CommandOutcome, Int32)])
  func ended(status: Int32, outcome: CommandOutcome, exit: Int32) {
    #expect(CommandOutcome(waitStatus: status) == outcome)
    #expect(outcome.exitStatus == exit)
    #expect(outcome.isSuccess == (status == 0))
  }

  @Test("Stopped and continued are no ends", arguments: [0x137f, 0x147f, 0xffff] as [Int32])
  func stopped(status: Int32) {
    #expect(CommandOutcome(waitStatus: status) == nil)
  }

  @Test(
    "What did not run",
    arguments: [(ENOENT, 127), (EACCES, 126), (ENOTDIR, 126), (ENOEXEC, 126), (E2BIG, 126), (EAGAIN, 126)]
      as [(Int32, Int32)])
  func notRun(problem: Int32, exit: Int32) {
    #expect(CommandOutcome.notRun(problem).exitStatus == exit)
    #expect(!CommandOutcome.notRun(problem).isSuccess)
  }
}

@Suite("Signals while a command runs")
struct SignalRelayTests {
  private static let user: Int32 = 0

  @Test(
    "Who gets them",
    arguments: [
      (SIGINT, SignalRelay.fromKernel, false, .ignore), (SIGINT, user, false, .forward),
      (SIGQUIT, SignalRelay.fromKernel, false, .ignore), (SIGTSTP, SignalRelay.fromKernel, false, .ignore),
      (SIGWINCH, SignalRelay.fromKernel, false, .ignore), (SIGTERM, user, false, .forward),
      (SIGUSR1, user, false, .forward), (SIGCONT, user, false, .forward), (SIGHUP, user, false, .forward),
      (SIGHUP, SignalRelay.fromKernel, false, .ignore), (SIGHUP, SignalRelay.fromKernel, true, .forward),
      (SIGINT, SignalRelay.fromKernel, true, .ignore), (SIGCHLD, 1, false, .look),
      (SIGCHLD, user, false, .look),
      // sigqueue and tgkill.
      (SIGUSR2, -1, false, .forward), (SIGUSR2, -6, false, .forward),
    ] as [(Int32, Int32, Bool, SignalRelay)])
  func relay(signal: Int32, code: Int32, isSessionLeader: Bool, expected: SignalRelay) {
    #expect(SignalRelay(signal, code: code, isSessionLeader: isSessionLeader) == expected)
  }
}

@Suite("Where a command is looked for")
struct ExecutableSearchTests {
  @Test(
    "Files in their order",
    arguments: [
      ("ls", "/bin:/usr/bin", ["/bin/ls", "/usr/bin/ls"]), ("./ls", "/bin", ["./ls"]),
      ("/x/ls", "/bin", ["/x/ls"]),
      ("ls", nil, ["/bin/ls", "/usr/bin/ls"]), ("ls", "", ["ls"]), ("ls", "/bin:", ["/bin/ls", "ls"]),
      ("ls", "a::/b", ["a/ls", "ls", "/b/ls"]), ("", "/bin", []),
    ] as [(String, String?, [String])])
  func candidates(command: String, path: String?, files: [String]) {
    let found = ExecutableSearch.candidates(for: Array(command.utf8), path: path.map { Array($0.utf8) })
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == files)
  }
}

@Suite("Arguments as a span tells them")
struct CommandArgumentsTests {
  @Test(
    "What an option says about the next argument",
    arguments: [
      (["x", "--password", "hunter2", "a"], ["x", "--password", "[R]", "a"]),
      (["x", "--api-key", "hunter2"], ["x", "--api-key", "[R]"]),
      (["x", "--token", "t"], ["x", "--token", "[R]"]),
      (["x", "-password", "hunter2"], ["x", "-password", "[R]"]),
      (["x", "--password=a b"], ["x", "--password=[R]"]),
      (["DB_PASSWORD=a b"], ["DB_PASSWORD=a b"]),
      (["env", "DB_PASSWORD=a b", "x"], ["env", "DB_PASSWORD=[R]", "x"]),
      (["x", "--password", "--verbose"], ["x", "--password", "--verbose"]),
      (["x", "--password=a", "b"], ["x", "--password=[R]", "b"]),
      (["curl", "-u", "jane:hunter2", "http://x"], ["curl", "-u", "jane:[R]", "http://x"]),
      (["curl", "--user", "jane"], ["curl", "--user", "jane"]),
      (["x", "--tokens", "5"], ["x", "--tokens", "5"]),
      (["pytest", "-q", "tests"], ["pytest", "-q", "tests"]), ([], []),
    ] as [([String], [String])])
  func masked(arguments: [String], told: [String]) {
    #expect(CommandArguments.recorded(arguments, replacement: "[R]") == told)
  }

  @Test("Too many are left out whole")
  func bounds() {
    let long = String(repeating: "x", count: 10_000)
    #expect(CommandArguments.recorded(["a", long, long, "b"], replacement: "") == ["a", long, "…"])
    let many = CommandArguments.recorded(Array(repeating: "a", count: 1000), replacement: "")
    #expect(many.count == 513)
    #expect(many.last == "…")
  }

  @Test(
    "A plugin is called as its command",
    arguments: [("pytest", "pytest"), ("/usr/bin/make", "make"), ("./a/b/", "b")])
  func plugin(command: String, name: String) {
    #expect(Execution.plugin(ofCommand: command) == name)
  }
}
