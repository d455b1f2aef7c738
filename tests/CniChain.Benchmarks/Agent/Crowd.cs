using System.Globalization;
using System.Text;
using CniChain.Benchmarks.Driving;

namespace CniChain.Benchmarks.Agent;

/// <summary>Fills the node: leases of containers that are elsewhere, and published ports, put there by the ADDs of ten containers.</summary>
internal static class Crowd
{
    private const string Leases = "/var/lib/cni/networks/" + Chain.Name;
    private const int FirstPort = 30000;

    // One container may publish 4096.
    private const int Containers = 10;
    private const int FirstContainer = 100;

    /// <summary>How many containers the node must have; the last of them publish the ports, and none of them is to be measured.</summary>
    public const int ContainersNeeded = FirstContainer + Containers;

    /// <summary>Makes them.</summary>
    /// <param name="leases">How many leases; none for the node beside, which gets the same ten containers with a port each.</param>
    /// <param name="driver">Who publishes the ports.</param>
    public static Answer Make(int leases, ChainDriver driver)
    {
        // From 10.88.16.0 up: below are the addresses that a bench's own containers get.
        Directory.CreateDirectory(Leases);
        for (var i = 0; i < leases; i++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"10.88.{16 + (i >> 8)}.{i & 255}");
            File.WriteAllText(Path.Combine(Leases, address), string.Create(CultureInfo.InvariantCulture, $"elsewhere-{i}\r\neth0"));
        }

        var ports = Math.Max(leases, Containers);
        for (var container = 0; container < Containers; container++)
        {
            var first = FirstPort + (ports * container / Containers);
            var end = FirstPort + (ports * (container + 1) / Containers);
            driver.Call("ADD", new Pod(string.Create(CultureInfo.InvariantCulture, $"container{FirstContainer + container + 1}"), 0) { Ports = Ports(first, end) }, []);
        }

        return new Answer();
    }

    private static string Ports(int first, int end)
    {
        var json = new StringBuilder("[");
        for (var port = first; port < end; port++)
        {
            json.Append(port == first ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"hostPort":{{port}},"containerPort":80,"protocol":"tcp"}""");
        }

        return json.Append(']').ToString();
    }
}
