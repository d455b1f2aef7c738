using CniChain.Linux;

namespace CniChain.Testing;

/// <summary>The settings of a fake namespace: those plugins commonly read and write, with the kernel's defaults.</summary>
internal sealed class FakeSysctls
{
    private static readonly (string Family, string Name, string Value)[] s_perLink =
    [
        ("ipv4", "arp_notify", "0"),
        ("ipv4", "forwarding", "0"),
        ("ipv4", "promote_secondaries", "0"),
        ("ipv4", "proxy_arp", "0"),
        ("ipv4", "route_localnet", "0"),
        ("ipv4", "rp_filter", "0"),
        ("ipv6", "accept_dad", "1"),
        ("ipv6", "accept_ra", "1"),
        ("ipv6", "autoconf", "1"),
        ("ipv6", "disable_ipv6", "0"),
        ("ipv6", "forwarding", "0"),
    ];

    public FakeSysctls()
    {
        Values["net/ipv4/ip_forward"] = "0";
        AddLink("all");
        AddLink("default");
    }

    public Dictionary<string, string> Values { get; } = [];

    public void Set(string key, string? value)
    {
        if (value is null)
        {
            Values.Remove(key);
        }
        else
        {
            Values[key] = value;
        }
    }

    public void Write(string key, string value)
    {
        if (!Values.ContainsKey(key))
        {
            throw new LinuxException($"open /proc/sys/{key}", 2, "the fake kernel has no such setting; FakeNamespace.SetSysctl gives it one");
        }

        Values[key] = value;
    }

    public void AddLink(string name)
    {
        foreach (var (family, key, value) in s_perLink)
        {
            Values[$"net/{family}/conf/{name}/{key}"] = Values.GetValueOrDefault($"net/{family}/conf/default/{key}", value);
        }
    }

    public void RemoveLink(string name)
    {
        foreach (var key in Values.Keys.Where(k => k.StartsWith($"net/ipv4/conf/{name}/", StringComparison.Ordinal)
            || k.StartsWith($"net/ipv6/conf/{name}/", StringComparison.Ordinal)).ToList())
        {
            Values.Remove(key);
        }
    }

    public void RenameLink(string from, string to)
    {
        foreach (var (family, key, _) in s_perLink)
        {
            if (Values.Remove($"net/{family}/conf/{from}/{key}", out var value))
            {
                Values[$"net/{family}/conf/{to}/{key}"] = value;
            }
        }
    }
}
