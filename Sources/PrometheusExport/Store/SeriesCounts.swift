/// Why a point is in no series.
package enum RefusedPoint: String, Sendable, CaseIterable {
  case seriesLimit = "series_limit"
  /// Nothing of the metric's name would be left.
  case invalidName = "invalid_name"
  /// Another metric of the same name is of another type.
  case typeConflict = "type_conflict"
  /// The series is known with another temporality or kind of value.
  case temporalityConflict = "temporality_conflict"
  /// A sum or histogram that says neither delta nor cumulative.
  case unspecifiedTemporality = "unspecified_temporality"
  case labelsTooLong = "labels_too_long"
  /// Its buckets do not fit its bounds, or its scale is below -4.
  case invalidPoint = "invalid_point"
  /// A plugin metric, which by `plugins.source: spans` come from spans alone.
  case pluginsSource = "plugins_source"
}

/// What is wrong with the points of a series, or with a resource. The points count all the same, but for
/// `repeated` and, in cumulative series, `late`.
package enum StreamFault: String, Sendable, CaseIterable {
  /// The same point again, which does not count again.
  case repeated
  /// Older than what was there.
  case late
  /// Nobody reported the time between two points, as when a process ended and another one began.
  case gap
  /// Two senders report one series.
  case twoWriters = "two_writers"
  /// A delta histogram changed its bounds and starts anew.
  case boundsChanged = "bounds_changed"
  /// Two resources of one job and instance differ.
  case resourceConflict = "resource_conflict"
}

/// What one loop did not take, or took with a doubt.
package struct SeriesCounts: Sendable, Equatable {
  private var refused: [RefusedPoint: Int] = [:]
  private var faults: [StreamFault: Int] = [:]

  package init() {}

  package subscript(reason: RefusedPoint) -> Int {
    get { refused[reason, default: 0] }
    set { refused[reason] = newValue }
  }

  package subscript(fault: StreamFault) -> Int {
    get { faults[fault, default: 0] }
    set { faults[fault] = newValue }
  }

  package static func += (left: inout Self, right: Self) {
    left.refused.merge(right.refused, uniquingKeysWith: +)
    left.faults.merge(right.faults, uniquingKeysWith: +)
  }
}

/// Something about a series that somebody has to look into.
package struct SeriesIncident: Sendable, Equatable {
  package var what: What
  /// The family's name.
  package var metric: String
  package var job: String
  package var instance: String

  package init(what: What, metric: String, job: String, instance: String) {
    self.what = what
    self.metric = metric
    self.job = job
    self.instance = instance
  }

  package enum What: Sendable, Equatable {
    case fault(StreamFault)
    case refused(RefusedPoint)
  }
}
