namespace CniChain.Plugins.HostLocal;

/// <summary>Which folder it is, and when a file was last created or removed in it.</summary>
/// <param name="Device">The file system (stat.st_dev).</param>
/// <param name="Inode">The folder there (stat.st_ino); one that was removed may leave its number to the next.</param>
/// <param name="Modified">The modification time in nanoseconds since 1970; writing into a file does not change it.</param>
internal readonly record struct FolderState(ulong Device, ulong Inode, long Modified);
