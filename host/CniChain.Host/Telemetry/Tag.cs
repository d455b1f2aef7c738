namespace CniChain.Host;

/// <summary>
/// The names of attributes, on spans, metrics and logs alike. Where https://opentelemetry.io/docs/specs/semconv/registry/attributes/
/// has one it is that; the rest is under cni.*. host/README.md has the table.
/// </summary>
internal static class Tag
{
    public const string ContainerId = "container.id";
    public const string InterfaceName = "network.interface.name";
    public const string Transport = "network.transport";
    public const string ErrorType = "error.type";
    public const string PodName = "k8s.pod.name";
    public const string PodUid = "k8s.pod.uid";
    public const string PodNamespace = "k8s.namespace.name";
    public const string ProcessPid = "process.pid";
    public const string ProcessExitCode = "process.exit.code";
    public const string ProcessName = "process.executable.name";
    public const string ProcessPath = "process.executable.path";

    public const string Verb = "cni.verb";
    public const string Network = "cni.network";
    public const string Netns = "cni.netns";
    public const string Addresses = "cni.result.addresses";
    public const string ErrorCode = "cni.error.code";
    public const string PluginType = "cni.plugin.type";
    public const string PluginPath = "cni.plugin.path";
    public const string PluginKind = "cni.plugin.kind";
    public const string PluginRole = "cni.plugin.role";
    public const string InvokedAs = "cni.plugin.as";
    public const string ObjectKind = "cni.object.kind";
    public const string QueueLength = "cni.queue.length";
}
