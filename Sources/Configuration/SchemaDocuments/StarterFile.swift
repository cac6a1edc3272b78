/// The file that `init` writes: short, with a word on every setting, and right as it stands. What is commented
/// out stands at its default (or shows a form) and is right as well once the `# ` before it is gone.
package enum StarterFile {
  /// With a newline at its end.
  package static let text =
    """
    # Settings of hephaestus-gw.
    #
    #   hephaestus-gw --config FILE --profile ci           runs the profile `ci`; without --profile, `default`
    #   hephaestus-gw validate FILE                        checks this file, every profile of it
    #   hephaestus-gw explain --config FILE                shows what a profile comes to, and where from
    #   hephaestus-gw schema --format markdown             describes every setting there is
    #   hephaestus-gw schema > hephaestus.schema.json      lets an editor complete and check this file, if its
    #                                                      first line is
    #                                                      # yaml-language-server: $schema=hephaestus.schema.json
    #
    # Environment variables override this file, and `--set path=value` overrides both.
    version: 1

    # Bundles from other files, one or more in each:
    # include: [bundles/*.yaml]

    # Fragments that profiles share.
    bundles:
      collector:
    \(StarterSection.lines(bundle, indent: 4))

    profiles:
      # What is run without --profile, and what the others begin from.
      default:
    \(StarterSection.lines(profile, indent: 4))

      # Build jobs: one trace in twenty, to a collector.
      ci:
        extends: default
        bundles: [collector]
        service:
          name: hephaestus-ci
        sampling:
          ratio: 0.05

    """

  private static let bundle: [StarterEntry] = [
    .on("targets.default.endpoint", "\"https://otel-collector.internal:4318\""),
    .off("targets.default.headers.authorization", "\"Bearer ${env:COLLECTOR_TOKEN}\""),
    .off("targets.default.compression"),
    .off("targets.default.timeout"),
    .off("targets.default.required"),
    .off("targets.default.queue.max_size"),
    .off("targets.default.tls.ca_file", "/etc/ssl/certs/internal.pem"),
  ]

  private static let profile: [StarterEntry] = [
    .on("enabled", "true"),
    .on("service.name"),
    .off("service.attributes", "{ deployment.environment.name: development }"),
    .off("receivers.otlp.grpc.listen"),
    .off("receivers.otlp.http.listen"),
    .off("receivers.otlp.max_message_size"),
    .on("sampling.sampler"),
    .on("sampling.ratio"),
    .off("sampling.keep.errors"),
    .off("sampling.rate_limit", "1000/s"),
    .on("privacy.mode"),
    .off("privacy.drop", "[shop.owner, shop.customer.*]"),
    .off("privacy.pseudonym_key", "${env:HEPHAESTUS_PSEUDONYM_KEY}"),
    // Something to see at once; `ci` replaces it.
    .on("targets.default.endpoint", "\"console:\""),
    .on("prometheus.host", "127.0.0.1"),
    .on(
      "prometheus.port", "9465", note: "Not 9464, which the toolkit binds itself on the machine it runs on."),
    .off("delivery.drain_timeout"),
    .off("limits.memory"),
    .off("limits.connections"),
    .off("logging.level"),
    .off("logging.format"),
  ]
}
