using System.Text.RegularExpressions;
using CniChain.Testing;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>The table of metrics in host/README.md.</summary>
internal static partial class MetricTable
{
    public static IReadOnlyDictionary<string, MetricRow> Rows { get; } =
        Row().Matches(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "host", "README.md")))
            .Select(m => new MetricRow(
                m.Groups["name"].Value,
                m.Groups["form"].Value,
                m.Groups["unit"].Value,
                [.. Attribute().Matches(m.Groups["attributes"].Value).Select(a => a.Groups[1].Value)]))
            .ToDictionary(r => r.Name, StringComparer.Ordinal);

    [GeneratedRegex(@"^\| `(?<name>cni\.[a-z.]+)` \| (?<form>[a-z-]+(?: counter)?) \| (?<unit>\S+) \| (?<attributes>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z0-9_.]+)`")]
    private static partial Regex Attribute();
}

/// <summary>One of them.</summary>
internal sealed record MetricRow(string Name, string Form, string Unit, IReadOnlyList<string> Attributes)
{
    /// <summary>
    /// The names Prometheus has it under: dots become underscores, a unit in seconds and what only grows are named so, annotations in braces
    /// are left out (https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/).
    /// </summary>
    public IReadOnlyList<string> PrometheusNames
    {
        get
        {
            var name = Name.Replace('.', '_') + (Unit == "s" ? "_seconds" : "");
            return Form switch
            {
                "histogram" => [name + "_bucket", name + "_count", name + "_sum"],
                "counter" => [name + "_total"],
                _ => [name],
            };
        }
    }
}
