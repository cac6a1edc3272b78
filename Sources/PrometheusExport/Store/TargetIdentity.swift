internal import TelemetryEngine

/// What a resource says about itself.
struct TargetIdentity: Sendable, Equatable {
  var job: String
  var instance: String
  /// Label names and values.
  var attributes: [MetricFamily.Label]
}

extension TargetIdentity {
  /// `job` is the service's namespace and name, `instance` its instance id ("Prometheus and OpenMetrics
  /// Compatibility", "Resource Attributes").
  static func jobAndInstance(of resource: [ReceivedAttribute]) -> (job: String, instance: String) {
    func value(_ key: String) -> String { resource.last { $0.key == key }?.value ?? "" }
    let namespace = value("service.namespace")
    let name = value("service.name")
    return (namespace.isEmpty ? name : namespace + "/" + name, value("service.instance.id"))
  }

  /// What a resource shows as `target_info`; nil where that would be too long.
  init?(_ resource: [ReceivedAttribute], _ options: SeriesOptions) {
    (job, instance) = Self.jobAndInstance(of: resource)
    var set = LabelSet(options.translator)
    for attribute in resource where !attribute.value.isEmpty { set.add(attribute.key, attribute.value) }
    attributes = set.labels.filter { $0.name != "job" && $0.name != "instance" }
    let length = attributes.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    guard length <= SeriesStream.maxLabelBytes else { return nil }
  }

  /// The attributes of both; of a name that both have, the lesser value, so that the order does not matter.
  func merged(with other: TargetIdentity) -> TargetIdentity {
    var values: [String: String] = [:]
    for label in attributes + other.attributes {
      values[label.name] = values[label.name].map { min($0, label.value) } ?? label.value
    }
    var merged = self
    merged.attributes = values.map { MetricFamily.Label($0.key, $0.value) }.sorted { $0.name < $1.name }
    return merged
  }
}
