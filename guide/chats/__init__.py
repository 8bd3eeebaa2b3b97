"""Floor 6: invented live chats, walked through at one's own pace."""
