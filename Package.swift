// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  // Every pointer and every unchecked load is spelled `unsafe`, so that a reviewer can list them.
  .strictMemorySafety(),
  // A warning that stays is a warning that nobody reads.
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Readers over received bytes are `~Escapable`, which needs lifetime annotations.
let lifetimes: [SwiftSetting] = settings + [.enableExperimentalFeature("Lifetimes")]

let package = Package(
  name: "hephaestus-gw",
  platforms: [.macOS("26.0")],
  products: [.executable(name: "hephaestus-gw", targets: ["hephaestus-gw"])],
  dependencies: [
    // The command line: subcommands, help texts, completion scripts.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    // Sockets, event loops and HTTP/1.1.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    // TLS for targets and listeners.
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    // The logging front end whose back end is ours.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    // Ordered start and stop, and signals.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    // The double-ended queue of the delivery queues.
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    // HMAC-SHA-256 for pseudonyms.
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CNghttp2", pkgConfig: "libnghttp2",
      providers: [.apt(["libnghttp2-dev"]), .brew(["libnghttp2"])]),
    .systemLibrary(
      name: "CISAL", pkgConfig: "libisal",
      providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .target(name: "YAMLTree", dependencies: ["CYAML"], swiftSettings: settings),
    .target(name: "Patterns", dependencies: ["CPCRE2"], swiftSettings: lifetimes),
    .target(name: "PrivacyCatalogue", swiftSettings: settings),
    .target(
      name: "Configuration", dependencies: ["YAMLTree", "Patterns", "PrivacyCatalogue"],
      swiftSettings: settings),
    .target(
      name: "TelemetryEngine",
      dependencies: ["Patterns", "PrivacyCatalogue", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: lifetimes),
    .target(name: "PrometheusExport", dependencies: ["TelemetryEngine"], swiftSettings: settings),
    .target(
      name: "Delivery",
      dependencies: [
        "TelemetryEngine", .product(name: "DequeModule", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(name: "LocalTargets", dependencies: ["TelemetryEngine"], swiftSettings: lifetimes),
    .target(
      name: "Transport",
      dependencies: [
        "TelemetryEngine", "CNghttp2", "CISAL", "CZstd",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: settings),
    .target(
      name: "Execution", dependencies: ["TelemetryEngine", "PrivacyCatalogue"], swiftSettings: settings),
    .target(
      name: "Gateway",
      dependencies: [
        "Configuration", "TelemetryEngine", "PrometheusExport", "Delivery", "LocalTargets", "Transport",
        "Patterns", "PrivacyCatalogue",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "hephaestus-gw",
      dependencies: [
        "Configuration", "Execution", "Gateway", "TelemetryEngine", "PrivacyCatalogue",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "engine-benchmark", dependencies: ["TelemetryEngine", "PrivacyCatalogue"],
      path: "Tests/Benchmarks/EngineBenchmark",
      swiftSettings: settings),
    .executableTarget(
      name: "series-benchmark", dependencies: ["PrometheusExport", "TelemetryEngine"],
      path: "Tests/Benchmarks/SeriesBenchmark",
      swiftSettings: settings),
    .executableTarget(
      name: "engine-filter", dependencies: ["TelemetryEngine", "PrivacyCatalogue"],
      path: "Tests/tools/EngineFilter",
      swiftSettings: settings),
    .testTarget(name: "YAMLTreeTests", dependencies: ["YAMLTree"], swiftSettings: settings),
    .testTarget(name: "PatternsTests", dependencies: ["Patterns"], swiftSettings: lifetimes),
    .testTarget(name: "PrivacyCatalogueTests", dependencies: ["PrivacyCatalogue"], swiftSettings: settings),
    .testTarget(
      name: "ConfigurationTests",
      dependencies: ["Configuration", "YAMLTree", "Patterns", "PrivacyCatalogue"],
      // Read where they lie, so that they can be written again there.
      exclude: ["Goldens"], swiftSettings: settings),
    .testTarget(
      name: "TelemetryEngineTests", dependencies: ["TelemetryEngine", "Patterns", "PrivacyCatalogue"],
      resources: [.copy("Goldens")],
      swiftSettings: lifetimes),
    .testTarget(
      name: "PrometheusExportTests", dependencies: ["PrometheusExport", "TelemetryEngine"],
      swiftSettings: lifetimes),
    .testTarget(
      name: "DeliveryTests", dependencies: ["Delivery", "TelemetryEngine"], swiftSettings: settings),
    .testTarget(
      name: "LocalTargetsTests", dependencies: ["LocalTargets", "TelemetryEngine"], swiftSettings: settings),
    .testTarget(
      name: "TransportTests",
      dependencies: [
        "Transport", "TelemetryEngine",
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ExecutionTests", dependencies: ["Execution", "TelemetryEngine", "PrivacyCatalogue"],
      swiftSettings: settings),
    .testTarget(
      name: "GatewayTests",
      dependencies: [
        "Configuration", "Gateway", "Delivery", "PrometheusExport", "TelemetryEngine",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
