namespace CniChain.Host.Validation;

/// <summary>What a finding means for the network.</summary>
internal enum Severity
{
    /// <summary>It would not work.</summary>
    Error,

    /// <summary>It would work, but hardly as it was meant.</summary>
    Warning,

    /// <summary>Something to know, such as what could not be checked.</summary>
    Note,
}
