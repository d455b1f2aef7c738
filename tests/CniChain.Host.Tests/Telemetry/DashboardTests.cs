using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CniChain.Testing;
using YamlDotNet.RepresentationModel;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>conf/telemetry and host/README.md name what the host emits, and nothing else.</summary>
public sealed partial class DashboardTests
{
    // What every series has besides the metric's own attributes: the resource's, a histogram's, a failure's.
    private static readonly string[] _otherLabels = ["host_name", "le", "error_type", "cni_error_code"];

    private static string Folder => Path.Combine(RepositoryPaths.Conf, "telemetry");

    [Fact]
    public void Dashboard_AsksForMetricsAndLabelsThatThereAre()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "grafana-dashboard.json")));
        var root = dashboard.RootElement;
        var expressions = root.GetProperty("panels").EnumerateArray()
            .SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .Select(t => t.GetProperty("expr").GetString()!)
            .ToList();
        var metrics = MetricTable.Rows.Values.SelectMany(r => r.PrometheusNames.Select(n => (n, r))).ToDictionary(p => p.n, p => p.r);

        Assert.True(expressions.Count >= 12, $"{expressions.Count} expressions");
        var shown = new HashSet<string>();
        foreach (var expression in expressions)
        {
            var uses = Use().Matches(expression).Select(m => m.Groups[1].Value).ToList();
            Assert.NotEmpty(uses);
            foreach (var name in uses)
            {
                Assert.True(metrics.TryGetValue(name, out var row), $"{name} is no metric of host/README.md");
                shown.Add(row.Name);
                var known = row.Attributes.Select(a => a.Replace('.', '_')).Concat(_otherLabels).ToList();
                Assert.All(Label().Matches(expression).Select(m => m.Groups[1].Value), l => Assert.True(known.Contains(l), $"{name} has no label {l}"));
            }
        }

        Assert.Equal(MetricTable.Rows.Keys.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        foreach (var variable in root.GetProperty("templating").GetProperty("list").EnumerateArray().Where(v => v.GetProperty("type").GetString() == "query"))
        {
            Assert.Contains(LabelValues().Match(variable.GetProperty("query").GetString()!).Groups[1].Value, metrics.Keys);
        }

        Assert.Equal(root.GetProperty("panels").GetArrayLength(), root.GetProperty("panels").EnumerateArray().Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
    }

    [Fact]
    public void HostMeter_IsWhatTheTableSays()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.Add(instrument) };
        listener.Start();
        using var meter = new HostMeter();
        meter.ObserveQueue(() => 0);
        meter.ObserveAttachments(() => new Dictionary<string, int>());

        var own = instruments.Where(i => i.Meter.Name == HostMeter.Name).DistinctBy(i => i.Name).ToList();
        Assert.True(own.Count >= 8, $"{own.Count} instruments");
        foreach (var instrument in own)
        {
            var row = MetricTable.Rows[instrument.Name];
            Assert.Equal((row.Unit, row.Form), (instrument.Unit, FormOf(instrument)));
        }
    }

    [Fact]
    public void CollectorConfiguration_ReferencesOnlyWhatItDefines()
    {
        var yaml = new YamlStream();
        using (var file = File.OpenText(Path.Combine(Folder, "otel-collector.yaml")))
        {
            yaml.Load(file);
        }

        var root = (YamlMappingNode)yaml.Documents.Single().RootNode;
        var pipelines = (YamlMappingNode)root["service"]["pipelines"];
        Assert.Equal(["logs", "metrics", "traces"], pipelines.Children.Keys.Select(k => k.ToString()).Order(StringComparer.Ordinal));
        foreach (var pipeline in pipelines.Children.Values.Cast<YamlMappingNode>())
        {
            foreach (var (kind, names) in pipeline.Children)
            {
                var defined = ((YamlMappingNode)root[kind.ToString()]).Children.Keys.Select(k => k.ToString()).ToList();
                Assert.All((YamlSequenceNode)names, name => Assert.Contains(name.ToString(), defined));
            }
        }

        var protocols = root["receivers"]["otlp"]["protocols"];
        Assert.EndsWith(":4317", protocols["grpc"]["endpoint"].ToString(), StringComparison.Ordinal);
        Assert.EndsWith(":4318", protocols["http"]["endpoint"].ToString(), StringComparison.Ordinal);
    }

    private static string FormOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Histogram" => "histogram",
        "Counter" => "counter",
        "UpDownCounter" or "ObservableUpDownCounter" => "up-down counter",
        var other => other,
    };

    [GeneratedRegex(@"([a-z_]+)\{")]
    private static partial Regex Use();

    [GeneratedRegex(@"(?:[{,(]\s*)(cni_[a-z_]+|host_name|error_type|le)(?=\s*(?:=|!=|,|\)))")]
    private static partial Regex Label();

    [GeneratedRegex(@"^label_values\(([a-z_]+), ")]
    private static partial Regex LabelValues();
}
