using System.Globalization;
using System.Text;
using CniChain.Benchmarks.Driving;

namespace CniChain.Benchmarks.Agent;

/// <summary>Fills the node: leases of containers that are elsewhere, and as many published ports, put there by an ADD.</summary>
internal static class Crowd
{
    private const string Leases = "/var/lib/cni/networks/" + Chain.Name;
    private const int FirstPort = 30000;

    /// <summary>Makes them.</summary>
    /// <param name="count">How many leases, and how many ports.</param>
    /// <param name="driver">Who publishes the ports, for container 1.</param>
    public static Answer Make(int count, ChainDriver driver)
    {
        // From 10.88.16.0 up: below are the addresses that a bench's own containers get.
        Directory.CreateDirectory(Leases);
        for (var i = 0; i < count; i++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"10.88.{16 + (i >> 8)}.{i & 255}");
            File.WriteAllText(Path.Combine(Leases, address), string.Create(CultureInfo.InvariantCulture, $"elsewhere-{i}\r\neth0"));
        }

        var ports = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            ports.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"hostPort":{{FirstPort + i}},"containerPort":80,"protocol":"tcp"}""");
        }

        driver.Call("ADD", new Pod("container1", 0) { Ports = ports.Append(']').ToString() }, []);
        return new Answer();
    }
}
