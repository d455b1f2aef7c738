using System.Globalization;

namespace CniChain.Benchmarks.Driving;

/// <summary>Attachments that lease their addresses: interfaces of one container, spread over bridges.</summary>
internal static class DhcpPod
{
    /// <summary>How many bridges there are, "lan0" and on, each with a server behind it.</summary>
    public const int Bridges = 6;

    // A Linux bridge takes 1,024 ports.
    private const int PerBridge = 900;

    public static Pod Make(int number, string family) => new("container1", 0)
    {
        IfName = string.Create(CultureInfo.InvariantCulture, $"eth{number}"),
        DhcpFamily = family,
        DhcpBridge = string.Create(CultureInfo.InvariantCulture, $"lan{number / PerBridge}"),
    };
}
