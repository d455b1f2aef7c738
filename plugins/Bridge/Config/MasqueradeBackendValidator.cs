namespace CniChain.Plugins.Bridge.Config;

/// <summary>"ipMasqBackend": masquerading is done with nftables only.</summary>
internal static class MasqueradeBackendValidator
{
    public static void Validate(ConfigSection root)
    {
        var backend = root.GetString("ipMasqBackend");
        if (backend is not (null or "" or "nftables"))
        {
            root.Invalid("ipMasqBackend", $"is \"{backend}\"; write \"nftables\" or leave the key out, there is no other backend");
        }
    }
}
