using System.Diagnostics;

namespace CniChain.Host;

/// <summary>The host's spans: one for the verb, one for each plugin, one for each IPAM call.</summary>
/// <remarks>
/// Names are low in cardinality (verb and network, plugin type and verb); what varies is in the tags. Errors follow
/// https://opentelemetry.io/docs/specs/otel/trace/exceptions/.
/// </remarks>
internal static class HostActivity
{
    public const string SourceName = "CniChain.Host";

    /// <summary>The source of spans of kernel transactions; every plugin's copy of CniChain.Linux has one of this name.</summary>
    public const string KernelSourceName = "CniChain.Linux";

    private static readonly ActivitySource s_source = new(SourceName, "0.1.0");

    /// <summary>Begins the verb's span, as a child of the runtime's when the environment names one.</summary>
    public static Activity? StartVerb(CniRequest request)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var name = request.Command.Length > 0 ? request.Command : "CNI";
        var activity = TraceContext.Extract(request.Environment) is { } parent
            ? s_source.StartActivity(name, ActivityKind.Server, parent)
            : s_source.StartActivity(name, ActivityKind.Server);
        if (activity is not null)
        {
            TraceContext.AddBaggage(activity, request.Environment);
        }

        if (activity is { IsAllDataRequested: true })
        {
            SetTag(activity, "cni.command", request.Command);
            SetTag(activity, "cni.container_id", request.ContainerId);
            SetTag(activity, "cni.ifname", request.IfName);
            SetTag(activity, "cni.netns", request.NetnsPath);
            SetTag(activity, "cni.plugin.as", request.As);
        }

        return activity;
    }

    /// <summary>Gives the verb's span its full name once the configuration is read.</summary>
    public static void NameVerb(Activity? activity, CniVerb verb, string network)
    {
        if (activity is not null)
        {
            activity.DisplayName = $"{Verbs.Name(verb)} {network}";
            activity.SetTag("cni.network", network);
        }
    }

    /// <summary>Begins a plugin's span.</summary>
    public static Activity? StartPlugin(IChainPlugin plugin, CniVerb verb, bool isIpam)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var activity = s_source.StartActivity(
            $"{plugin.Type} {Verbs.Name(verb)}",
            plugin.IsExecuted ? ActivityKind.Client : ActivityKind.Internal);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("cni.plugin.type", plugin.Type);
            activity.SetTag("cni.plugin.path", plugin.Location);
            activity.SetTag("cni.plugin.kind", plugin.IsExecuted ? "executable" : "assembly");
            activity.SetTag("cni.plugin.role", isIpam ? "ipam" : "chain");
        }

        return activity;
    }

    /// <summary>Records a failure on a span.</summary>
    public static void Fail(Activity? activity, CniException failure, Exception cause)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetStatus(ActivityStatusCode.Error, failure.Message);
        activity.SetTag("cni.error.code", (int)failure.Code);
        activity.AddException(cause);
    }

    private static void SetTag(Activity activity, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            activity.SetTag(name, value);
        }
    }
}
