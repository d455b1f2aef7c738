using System.Globalization;

namespace CniChain.Benchmarks.Driving;

/// <summary>A container and what a runtime knows of its attachment.</summary>
internal sealed class Pod(string namespaceName, int hostPort)
{
    private int _life;

    /// <summary>CNI_CONTAINERID: another one for each life of the namespace, as the next container would have.</summary>
    public string ContainerId => string.Create(CultureInfo.InvariantCulture, $"{namespaceName}-{_life}");

    public string NetnsPath { get; } = "/run/netns/" + namespaceName;

    /// <summary>CNI_IFNAME.</summary>
    public string IfName { get; init; } = "eth0";

    /// <summary>The bridge of a network with DHCP; null for the bench's usual network.</summary>
    public string? DhcpBridge { get; init; }

    /// <summary>"4" or "6": what is leased there.</summary>
    public string DhcpFamily { get; init; } = "4";

    public int HostPort { get; } = hostPort;

    /// <summary>The capability argument.</summary>
    public string Ports { get; set; } =
        string.Create(CultureInfo.InvariantCulture, $$"""[{"hostPort":{{hostPort}},"containerPort":80,"protocol":"tcp"}]""");

    /// <summary>The last plugin's result; empty when it is not attached.</summary>
    public byte[] Result { get; set; } = [];

    public void BeginLife() => _life++;
}
