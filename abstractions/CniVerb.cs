namespace CniChain;

/// <summary>What the runtime asks for (CNI_COMMAND; CNI specification 1.1.0, section 2).</summary>
public enum CniVerb
{
    /// <summary>Attach a container to a network, or adjust an attachment.</summary>
    Add,

    /// <summary>Remove an attachment. Best effort; may be repeated.</summary>
    Del,

    /// <summary>Compare an attachment with what ADD made. Since 0.4.0.</summary>
    Check,

    /// <summary>Say whether ADD could be served. Since 1.1.0.</summary>
    Status,

    /// <summary>Remove everything of this network that is not in the list of valid attachments. Since 1.1.0.</summary>
    Gc,

    /// <summary>Name the supported versions. Never reaches a plugin assembly.</summary>
    Version,

    /// <summary>Put back what CHECK finds missing; this host's own, see <see cref="ICniRepair"/>. Reaches only plugins that implement it.</summary>
    Repair,
}
