#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Seconds since 1970.
package typealias WallClock = () -> Int64

/// The machine's clock.
package func systemWallClock() -> Int64 {
  Int64(time(nil))
}
