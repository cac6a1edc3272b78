/// A date of HTTP (RFC 9110, 5.6.7): the preferred form and the two obsolete ones.
struct HTTPDate {
  let secondsSince1970: Int64

  init?(_ bytes: [UInt8]) {
    let words = String(decoding: bytes, as: UTF8.self)
      .split { $0 == " " || $0 == "," || $0 == "-" }
    let parts: (day: Substring, month: Substring, year: Substring, time: Substring)
    switch words.count {
    // Sun, 06 Nov 1994 08:49:37 GMT and Sunday, 06-Nov-94 08:49:37 GMT
    case 6 where words[5] == "GMT": parts = (words[1], words[2], words[3], words[4])
    // Sun Nov  6 08:49:37 1994
    case 5: parts = (words[2], words[1], words[4], words[3])
    default: return nil
    }
    guard let day = Self.number(parts.day, 1...31),
      let month = Self.months.firstIndex(of: String(parts.month)),
      let year = Self.year(parts.year),
      let seconds = Self.secondsOfDay(parts.time)
    else { return nil }
    secondsSince1970 = Self.days(year: year, month: month + 1, day: day) * 86_400 + seconds
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func number(_ text: Substring, _ range: ClosedRange<Int64>) -> Int64? {
    guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Int64(text), range.contains(value)
    else { return nil }
    return value
  }

  /// Two digits are of this century up to 69, which the RFC's fifty-year rule comes to until 2040.
  private static func year(_ text: Substring) -> Int64? {
    switch text.utf8.count {
    case 4: number(text, 1970...9999)
    case 2: number(text, 0...99).map { $0 < 70 ? 2000 + $0 : 1900 + $0 }
    default: nil
    }
  }

  private static func secondsOfDay(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":")
    // A leap second is written as second 60.
    guard parts.count == 3, let hour = number(parts[0], 0...23), let minute = number(parts[1], 0...59),
      let second = number(parts[2], 0...60)
    else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March, so that
  /// the leap day is the last of its year.
  private static func days(year: Int64, month: Int, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let monthFromMarch = Int64((month + 9) % 12)
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let leapDays = year / 4 - year / 100 + year / 400
    return year * 365 + leapDays + dayOfYear - 719_468
  }
}
