namespace CniChain.Testing;

/// <summary>One call of a plugin as a runtime makes it: an executable, the CNI environment, the configuration on stdin.</summary>
public sealed record PluginCall
{
    /// <summary>The executable in /opt/cni/bin, or an absolute path on the node.</summary>
    public string Type { get; init; } = "cnichain";

    /// <summary>CNI_COMMAND; null leaves it out, as every null here does.</summary>
    public string? Command { get; init; } = "ADD";

    public string? ContainerId { get; init; }

    public string? Netns { get; init; }

    public string? IfName { get; init; } = "eth0";

    public string? Args { get; init; }

    public string? Path { get; init; } = "/opt/cni/bin";

    /// <summary>stdin.</summary>
    public string Config { get; init; } = "";

    /// <summary>More variables, such as TRACEPARENT.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A call for a container.</summary>
    public static PluginCall For(TestContainer container, string command, string config) =>
        new() { Command = command, ContainerId = container.Id, Netns = container.NetnsPath, Config = config };

    /// <summary>Makes the call on a node.</summary>
    public PluginReply On(TestNode node)
    {
        var environment = new Dictionary<string, string>(Environment) { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" };
        Set("CNI_COMMAND", Command);
        Set("CNI_CONTAINERID", ContainerId);
        Set("CNI_NETNS", Netns);
        Set("CNI_IFNAME", IfName);
        Set("CNI_ARGS", Args);
        Set("CNI_PATH", Path);
        var program = Type.StartsWith('/') ? Type : "/opt/cni/bin/" + Type;
        var result = node.Run([program], Config, environment);
        return new PluginReply(result.ExitCode, result.Output, result.Error);

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                environment[name] = value;
            }
        }
    }
}
