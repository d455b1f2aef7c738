namespace CniChain.Plugins.Portmap.Configuration;

/// <summary>"backend": there is one, nftables. The reference's other one runs iptables a dozen times a port.</summary>
internal static class BackendValidator
{
    public static void Check(ConfigSection root)
    {
        var backend = root.GetString("backend");
        if (string.IsNullOrEmpty(backend) || backend == "nftables")
        {
            return;
        }

        root.Invalid("backend", backend == "iptables"
            ? "is \"iptables\", which this plugin does not use; write \"nftables\" or leave the key out "
                + "(rules of both kinds work side by side in the kernel)"
            : $"is \"{backend}\"; write \"nftables\" or leave the key out");
    }
}
