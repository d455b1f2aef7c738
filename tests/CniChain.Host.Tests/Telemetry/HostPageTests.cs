using System.Globalization;
using CniChain.Host.Resident;
using CniChain.Wire;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>host/README.md names what the code reads and emits, and nothing else; what is really exported is CollectorTests' of the whole node.</summary>
public sealed class HostPageTests
{
    // What the host tells others, or itself in another process: no user sets them.
    private static readonly string[] _notToBeSet = [CallerEnvironment.Prefix, ExecutablePlugin.ExecutedVariable, "CNICHAIN_EVENT", "CNICHAIN_NETWORK"];

    [Fact]
    public void Variables_AreThoseTheCodeReads() => Assert.Equal(
        HostPage.VariablesInCode.Except(_notToBeSet).Order(StringComparer.Ordinal),
        HostPage.Variables.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Variables_HaveTheCodesDefaults()
    {
        var options = new ChainHostOptions();
        var defaults = new Dictionary<string, string>
        {
            ["CNICHAIN_SOCKET"] = WireProtocol.DefaultSocket,
            ["CNICHAIN_STATE"] = options.StateDirectory,
            ["CNICHAIN_DATA"] = options.DataDirectory,
            ["CNICHAIN_CONFIG"] = options.ConfigDirectory,
            ["CNICHAIN_TIMEOUT"] = Seconds(options.RequestTimeout),
            ["CNICHAIN_PLUGIN_TIMEOUT"] = Seconds(options.PluginTimeout),
            ["CNICHAIN_IDLE"] = Seconds(new ResidentOptions().IdleTime!.Value),
            ["CNICHAIN_RECENT_BYTES"] = RecentOperations.DefaultBytes.ToString(CultureInfo.InvariantCulture),
        };

        Assert.All(defaults, variable => Assert.Equal(variable.Value, HostPage.Variables[variable.Key]));
    }

    [Fact]
    public void Metrics_AreThoseTheCodeMakes() => Assert.Equal(
        HostPage.InstrumentsInCode.Select(i => $"{i.Key} {i.Value}").Order(StringComparer.Ordinal),
        MetricTable.Rows.Values.Select(r => $"{r.Name} {r.Unit}").Order(StringComparer.Ordinal));

    [Fact]
    public void Attributes_AreThoseTheCodeSets() => Assert.Equal(
        HostPage.NamesInCode.Except(["cni.operation"]).Order(StringComparer.Ordinal), // The log records' event.
        HostPage.Spans.SelectMany(s => s.Attributes)
            .Concat(MetricTable.Rows.Values.SelectMany(r => r.Attributes))
            .Concat(MetricTable.Rows.Keys)
            .Concat(HostPage.OfFailure)
            .Distinct()
            .Order(StringComparer.Ordinal));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
