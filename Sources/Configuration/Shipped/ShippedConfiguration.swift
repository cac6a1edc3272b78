/// The shipped profiles, the same text as `config/hephaestus.yaml`; a test holds the two together and says
/// how to bring this file up to date.
package enum ShippedConfiguration {
  /// What messages call it.
  package static let name = "the built-in file"

  package static let text = #"""
    # The shipped profiles of hephaestus-gw. This file is also built into the program: without a file of your
    # own, `hephaestus-gw --profile local` reads it from there. Copy it and change what you need;
    # `hephaestus-gw validate` checks it.
    #
    # What is not set here has its built-in default. Environment variables override this file, and
    # `--set path=value` overrides both.
    version: 1

    bundles:
      # A collector inside the network. Its name and certificate are checked against the system's certificate
      # authorities. It needs no credential here; where yours does, give one without writing it into a file:
      #   export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20<token>"
      # or, in a file of your own, headers: { authorization: "Bearer ${env:COLLECTOR_TOKEN}" }
      collector-internal:
        targets:
          # Called `default` because OTEL_EXPORTER_OTLP_ENDPOINT sets the target of that name: the environment
          # then replaces this endpoint instead of adding a second one.
          default: { endpoint: "https://otel-collector.internal:4318" }

      # One trace in twenty, for jobs that run all day and look alike. Programs that send here should record
      # everything (`hephaestus-gw env --to-gateway` says how): sampling twice keeps one trace in four hundred.
      light-sampling:
        sampling: { sampler: parentbased_traceidratio, ratio: 0.05 }

    profiles:
      # The common ground of the others: telemetry is on, the built-in defaults hold, and metrics are there for
      # this machine only. Without a target in the environment, metrics are all that comes out.
      default:
        enabled: true
        # The built-in host is 0.0.0.0; nobody else should read these numbers unless a profile says so.
        prometheus: { host: 127.0.0.1 }

      # A laptop, with nothing else running: telemetry goes to a file and, summed up, to the terminal.
      local:
        extends: default
        # Every trace: what you just did should be there when you look for it.
        sampling: { sampler: always_on }
        # Nothing leaves this machine, so values that help in finding a fault may stay; paths and user names do
        # not have to.
        privacy: { mode: balanced }
        targets:
          # JSON lines below the state directory (~/.local/state/hephaestus-gw), rotated.
          default: { endpoint: "file:telemetry.jsonl" }
          # A short line for each batch. Best effort: a stopped terminal must not hold up the file.
          console: { endpoint: "console:", required: false }

      # Build jobs. The same as the bundle of environment variables in the toolkit's OpenTelemetry guide.
      ci:
        extends: default
        bundles: [collector-internal, light-sampling]
        service: { name: hephaestus-ci }
        # Runners are shared and their logs are read by many: as little about people as there is.
        privacy: { mode: strict }
        # Prometheus scrapes the runner from outside, so all addresses are bound. Runners that can be reached
        # by others than Prometheus should say host: 127.0.0.1.
        prometheus: { host: 0.0.0.0, port: 9464 } # hg-ignore HG113 HG119 scraped from outside

      # Servers.
      production:
        extends: default
        bundles: [collector-internal]
        service: { name: hephaestus }
        # The guide's recommendation: one trace in ten, decided by the trace id, so that several gateways keep
        # the same traces.
        sampling: { sampler: parentbased_traceidratio, ratio: 0.1 }
        # Several gateways that should give the same pseudonyms need the same key:
        #   pseudonym_key: ${env:HEPHAESTUS_PSEUDONYM_KEY}
        privacy: { mode: strict }
        # Scraped from another host. Keep the port to the monitoring network.
        prometheus: { host: 0.0.0.0, port: 9464 } # hg-ignore HG113 HG119 scraped from outside
        # For programs that collect logs.
        logging: { format: json }

    """#
}
