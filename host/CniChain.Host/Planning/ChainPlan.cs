using System.Text.Json;

namespace CniChain.Host.Planning;

/// <summary>An ADD gone through in words: every plugin of the chain is asked what it would do, with the result the plugin before it would return.</summary>
/// <remarks>A plugin that cannot say so is passed over, and those behind it plan with the result so far.</remarks>
internal sealed class ChainPlan(RequestScope scope, Subject subject)
{
    private readonly List<PlannedStep> _steps = [];

    /// <summary>The plugins in the order of ADD, each behind the IPAM plugin it would ask.</summary>
    public IReadOnlyList<PlannedStep> Steps => _steps;

    /// <summary>The result ADD would return; what is random in it reads "*".</summary>
    public CniResult Result { get; private set; } = CniResult.Empty;

    /// <summary>Goes through the chain.</summary>
    /// <exception cref="CniException">What ADD would fail with.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CniResult? result = null;
        foreach (var entry in subject.Chain.Entries)
        {
            // A result whose interfaces are not made yet is no JSON result; a plugin is shown it as an object.
            var config = NetworkConfig.Parse(JsonElement.Parse(StepConfigWriter.Write(entry, subject.Chain, null, null)));
            result = await AskAsync(entry.Type, config, result, null, cancellationToken) ?? result;
        }

        Result = result ?? CniResult.Empty;
    }

    /// <summary>Asks the IPAM plugin of a configuration.</summary>
    internal async Task<CniResult> AskIpamAsync(NetworkConfig config, CniResult? prevResult, CancellationToken cancellationToken) =>
        await AskAsync(config.IpamType!, config, prevResult, true, cancellationToken)
        ?? throw new CniException(
            CniErrorCode.InvalidNetworkConfig,
            $"{config.IpamType} does not say which address it would give, so nothing more can be planned of {config.Type}");

    private async Task<CniResult?> AskAsync(
        string type, NetworkConfig config, CniResult? prevResult, bool? isIpam, CancellationToken cancellationToken)
    {
        var plugin = scope.Resolver.Resolve(type);
        if (plugin is not AssemblyPlugin { Instance: ICniPlan planner } loaded)
        {
            _steps.Add(new PlannedStep(type, plugin.Location, isIpam == true, false, []));
            return null;
        }

        if (config.CniVersion < loaded.MinimumVersion)
        {
            throw new CniException(CniErrorCode.IncompatibleVersion, $"{type} needs cniVersion {loaded.MinimumVersion} or later", $"configured is {config.CniVersion}");
        }

        try
        {
            var plan = await planner.PlanAsync(NewContext(type, config, prevResult, isIpam == true), cancellationToken);
            _steps.Add(new PlannedStep(type, plugin.Location, isIpam == true, true, [.. plan.Objects.Select(UnknownAddress.Hide)]));
            return plan.Result;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Failure.From(e, plugin, CniVerb.Add, cancellationToken);
        }
    }

    private CniContext NewContext(string type, NetworkConfig config, CniResult? prevResult, bool isIpam) => new()
    {
        Verb = CniVerb.Add,
        Config = config,
        Attachment = subject.Attachment,
        NetnsPath = subject.NetnsPath,
        Netns = subject.Netns?.Handle,
        HostNetns = scope.HostNetns.Handle,
        Args = subject.Args,
        PrevResult = prevResult,
        Ipam = isIpam || config.IpamType is null ? Validation.NoIpam.Instance : new PlannedIpam(this, config, prevResult),
        Log = scope.Log,

        // Nothing may be written: of what outlives a call a plan can only say where it would lie.
        StateDirectory = "",
        DataDirectory = Path.Combine(scope.Options.DataDirectory, type),
    };
}
