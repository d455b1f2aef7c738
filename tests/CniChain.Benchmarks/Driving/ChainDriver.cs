using CniChain.Testing;

namespace CniChain.Benchmarks.Driving;

/// <summary>Calls plugins on the node this process runs on, as a runtime does, and keeps what a runtime keeps: the last result.</summary>
/// <remarks>Safe for concurrent calls on different pods.</remarks>
internal sealed class ChainDriver(PluginSet set)
{
    private const string Folder = "/opt/cni/bin/";

    private readonly Chain _chain = Chain.Of(set);

    /// <summary>Attaches, checks or detaches a container.</summary>
    /// <param name="verb">ADD, CHECK or DEL.</param>
    /// <param name="pod">The container.</param>
    /// <param name="variables">More variables, "NAME=value" each.</param>
    /// <returns>The processor time of the processes that were executed, in milliseconds.</returns>
    /// <exception cref="InvalidOperationException">A plugin failed.</exception>
    public double Call(string verb, Pod pod, IReadOnlyList<string> variables)
    {
        var environment = Environment(verb, pod, variables);
        var cpu = 0.0;
        var result = verb == "ADD" ? [] : pod.Result;
        var plugins = pod.DhcpBridge is { } bridge ? Chain.OfDhcp(set, bridge, pod.DhcpFamily).Plugins : _chain.Plugins;
        foreach (var plugin in verb == "DEL" ? plugins.Reverse() : plugins)
        {
            var run = PluginRun.Of(Folder + plugin.Type, environment, Chain.Config(plugin, pod.Ports, result));
            if (verb != "CHECK" || !plugin.MayFailCheck)
            {
                run.Checked($"{verb} of {pod.ContainerId} by {plugin.Type}");
            }

            cpu += run.CpuMilliseconds;
            result = verb == "ADD" ? run.Output : result;
        }

        pod.Result = verb == "DEL" ? [] : result;
        return cpu;
    }

    /// <summary>A question about no container: VERSION or STATUS, to the first plugin.</summary>
    public double Ask(string verb, IReadOnlyList<string> variables)
    {
        var plugin = _chain.Plugins[0];
        var config = Chain.Config(plugin with { TakesPorts = false }, "", []);
        if (verb == "STATUS")
        {
            config = [.. "{\"cniVersion\":\"1.1.0\""u8, .. config.AsSpan(config.AsSpan().IndexOf((byte)','))];
        }

        return PluginRun.Of(Folder + plugin.Type, ["CNI_COMMAND=" + verb, "CNI_PATH=" + Folder, .. variables], config).Checked(verb).CpuMilliseconds;
    }

    private static string[] Environment(string verb, Pod pod, IReadOnlyList<string> variables) =>
    [
        "CNI_COMMAND=" + verb,
        "CNI_CONTAINERID=" + pod.ContainerId,
        "CNI_NETNS=" + pod.NetnsPath,
        "CNI_IFNAME=" + pod.IfName,
        "CNI_ARGS=IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=" + pod.ContainerId,
        "CNI_PATH=" + Folder.TrimEnd('/'),
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        .. variables,
    ];
}
