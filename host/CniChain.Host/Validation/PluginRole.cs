namespace CniChain.Host.Validation;

/// <summary>What a plugin does in a chain.</summary>
internal enum PluginRole
{
    /// <summary>Nobody has said.</summary>
    Unknown,

    /// <summary>Makes the interface that the attachment is about.</summary>
    MakesInterface,

    /// <summary>Works on an interface that a plugin before it has made.</summary>
    NeedsInterface,

    /// <summary>Has nothing to do with that interface.</summary>
    Apart,

    /// <summary>Hands out addresses to the plugin whose "ipam" names it.</summary>
    HandsOutAddresses,
}
