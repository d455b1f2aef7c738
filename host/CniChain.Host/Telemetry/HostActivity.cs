using System.Diagnostics;

namespace CniChain.Host;

/// <summary>
/// The host's spans: one for the verb, one for the wait for its turn if it has to wait, one for each plugin, loaded or executed, one for each IPAM call.
/// Waits for locks and kernel transactions are CniChain.Linux's.
/// </summary>
/// <remarks>
/// Names are low in cardinality (verb and network, plugin type and verb); what varies is in the tags. Errors follow
/// https://opentelemetry.io/docs/specs/semconv/general/recording-errors/, executed plugins
/// https://opentelemetry.io/docs/specs/semconv/cli/cli-spans/.
/// </remarks>
internal static class HostActivity
{
    public const string SourceName = "CniChain.Host";

    /// <summary>What the name of every source and meter of ours starts with, the plugins' own included.</summary>
    public const string AllSources = "CniChain.*";

    /// <summary>The name of the span of what GC does about one attachment.</summary>
    public const string Collect = "collect attachment";

    /// <summary>The name of the span of what REPAIR does about one attachment.</summary>
    public const string Repair = "repair attachment";

    private static readonly ActivitySource s_source = new(SourceName, "0.1.0");

    /// <summary>Begins the verb's span, as a child of the runtime's when the environment names one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="overSocket">It came over the host's socket.</param>
    public static Activity? StartVerb(CniRequest request, bool overSocket)
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
            SetTag(activity, Tag.Verb, request.Command);
            SetTag(activity, Tag.ContainerId, request.ContainerId);
            SetTag(activity, Tag.InterfaceName, request.IfName);
            SetTag(activity, Tag.Netns, request.NetnsPath);
            SetTag(activity, Tag.InvokedAs, request.As);
            SetTag(activity, Tag.Transport, overSocket ? "unix" : "pipe");
            var pod = PodArgs.Read(request.Args);
            SetTag(activity, Tag.PodNamespace, pod.Namespace);
            SetTag(activity, Tag.PodName, pod.Name);
            SetTag(activity, Tag.PodUid, pod.Uid);
        }

        return activity;
    }

    /// <summary>Gives the verb's span its full name once the configuration is read.</summary>
    public static void NameVerb(Activity? activity, CniVerb verb, string network)
    {
        if (activity is not null)
        {
            activity.DisplayName = $"{Verbs.Name(verb)} {network}";
            activity.SetTag(Tag.Network, network);
        }
    }

    /// <summary>Notes the addresses an ADD came to.</summary>
    public static void NoteResult(CniResult result)
    {
        if (Activity.Current is { IsAllDataRequested: true } activity && result.Ips.Count > 0)
        {
            var addresses = new string[result.Ips.Count];
            for (var i = 0; i < addresses.Length; i++)
            {
                addresses[i] = result.Ips[i].Address.ToString();
            }

            activity.SetTag(Tag.Addresses, addresses);
        }
    }

    /// <summary>Begins the span of the wait for an operation's turn; one whose turn it is at once has none.</summary>
    /// <param name="waiting">How many wait already.</param>
    public static Activity? StartQueueWait(int waiting) => s_source.HasListeners()
        ? s_source.StartActivity("queue wait")?.SetTag(Tag.QueueLength, waiting)
        : null;

    /// <summary>Begins the span of what GC does about one attachment that is not valid any more.</summary>
    public static Activity? StartCollect(Attachment attachment) => StartItem(Collect, attachment);

    /// <summary>Begins the span of what REPAIR does about one attachment.</summary>
    public static Activity? StartRepair(Attachment attachment) => StartItem(Repair, attachment);

    /// <summary>Begins the span of what is done about an attachment that nobody was told of.</summary>
    public static Activity? StartTakeBack(Attachment attachment) => StartItem("take back attachment", attachment)?.SetTag(Tag.Network, attachment.Network);

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
            activity.SetTag(Tag.PluginType, plugin.Type);
            activity.SetTag(Tag.PluginKind, plugin.IsExecuted ? "executable" : "assembly");
            activity.SetTag(Tag.PluginRole, Role(isIpam));
            if (plugin.IsExecuted)
            {
                activity.SetTag(Tag.ProcessPath, plugin.Location);
                activity.SetTag(Tag.ProcessName, Path.GetFileName(plugin.Location));
            }
            else
            {
                activity.SetTag(Tag.PluginPath, plugin.Location);
            }
        }

        return activity;
    }

    /// <summary>"ipam" or "chain".</summary>
    public static string Role(bool isIpam) => isIpam ? "ipam" : "chain";

    /// <summary>Records a failure on a span.</summary>
    public static void Fail(Activity? activity, CniException failure, Exception cause)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetStatus(ActivityStatusCode.Error, failure.Message);
        activity.SetTag(Tag.ErrorType, ErrorType(failure.Code));
        activity.SetTag(Tag.ErrorCode, (int)failure.Code);
        activity.AddException(cause);
    }

    /// <summary>The kind of an error in a word: the specification's for its codes, "plugin_error" for those that plugins number themselves.</summary>
    public static string ErrorType(CniErrorCode code) => code switch
    {
        CniErrorCode.IncompatibleVersion => "incompatible_version",
        CniErrorCode.UnsupportedField => "unsupported_field",
        CniErrorCode.UnknownContainer => "unknown_container",
        CniErrorCode.InvalidEnvironment => "invalid_environment",
        CniErrorCode.IoFailure => "io_failure",
        CniErrorCode.DecodingFailure => "decoding_failure",
        CniErrorCode.InvalidNetworkConfig => "invalid_network_config",
        CniErrorCode.TryAgainLater => "try_again_later",
        CniErrorCode.PluginNotAvailable => "plugin_not_available",
        CniErrorCode.InvalidNetns => "invalid_netns",
        CniErrorCode.Internal => "internal",
        CniErrorCode.PluginNotAvailableDegraded => "plugin_degraded",
        _ => "plugin_error",
    };

    private static Activity? StartItem(string name, Attachment attachment) => s_source.HasListeners()
        ? s_source.StartActivity(name)
            ?.SetTag(Tag.ContainerId, attachment.ContainerId)
            .SetTag(Tag.InterfaceName, attachment.IfName)
        : null;

    private static void SetTag(Activity activity, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            activity.SetTag(name, value);
        }
    }
}
