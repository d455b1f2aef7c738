using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>The addresses an attachment asks for, from the three places there are; they add up.</summary>
/// <remarks>One asked for twice is one address: <c>podman network reload</c> names a container's fixed address twice in one list.</remarks>
internal static class RequestedAddresses
{
    public static IReadOnlyList<IPAddress> Read(CniArgs args, ConfigSection root)
    {
        args.RefuseUnknown("IP");
        var requested = new List<IPAddress>();
        if (args["IP"] is { Length: > 0 } variable)
        {
            foreach (var text in variable.Split(',', StringSplitOptions.TrimEntries))
            {
                Add(requested, Parse(text) ?? throw new CniException(
                    CniErrorCode.InvalidEnvironment, $"CNI_ARGS: IP is \"{text}\"; give an address such as 10.88.0.7 or 10.88.0.7/16"));
            }
        }

        if (root.GetSection("args")?.GetSection("cni") is { } cni)
        {
            AddList(requested, cni);
        }

        if (root.GetSection("runtimeConfig") is { } runtime)
        {
            AddList(requested, runtime);
        }

        return requested;
    }

    private static void AddList(List<IPAddress> requested, ConfigSection section)
    {
        foreach (var text in section.GetStrings("ips"))
        {
            if (Parse(text) is { } address)
            {
                Add(requested, address);
            }
            else
            {
                section.Invalid("ips", $"holds \"{text}\"; give addresses such as 10.88.0.7 or 10.88.0.7/16");
            }
        }
    }

    private static void Add(List<IPAddress> requested, IPAddress address)
    {
        if (!requested.Contains(address))
        {
            requested.Add(address);
        }
    }

    private static IPAddress? Parse(string text)
    {
        if (IpPrefix.TryParse(text, out var prefix))
        {
            return prefix.Address;
        }

        return IpPrefix.TryParseAddress(text, out var address) ? address : null;
    }
}
